#pragma once

#include <string>

namespace socialekaart::cli {

// Whether the text holds a BSN: nine digits in a row, also with dots, dashes or spaces in groups, that pass the
// eleven-test.
bool HoldsBsn(const std::string& text);

// Says that a text with a BSN is not sent, and why.
void ComplainOfBsn();

}  // namespace socialekaart::cli
