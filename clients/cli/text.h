#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace socialekaart::cli {

// Columns that UTF-8 text takes on a terminal: one a code point, none for combining marks.
size_t DisplayWidth(const std::string& text);

// `text` filled with spaces to `width` columns.
std::string Pad(const std::string& text, size_t width);

// At most `width` columns; what was cut off shows as an ellipsis.
std::string Truncate(const std::string& text, size_t width);

// Lines of at most `width` columns, broken at spaces; a longer word has a line of its own. Line breaks of the text
// stay.
std::vector<std::string> Wrap(const std::string& text, size_t width);

// The text as one line of a terminal or of a TSV field: control characters, tabs and line breaks become spaces, so that
// a record can neither break a row nor steer a terminal.
std::string OneLine(const std::string& text);

// As OneLine, with its line breaks.
std::string WithoutControls(const std::string& text);

// Text with HTML's five entities decoded and <mark> and </mark> replaced.
std::string FromSnippet(const std::string& snippet, const std::string& mark, const std::string& unmark);

// The nearest of `choices` when it is near enough to be what was meant, else "".
std::string DidYouMean(const std::string& typed, const std::vector<std::string>& choices);

}  // namespace socialekaart::cli
