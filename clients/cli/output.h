#pragma once

#include <string>
#include <vector>

#include "clients/cli/table.h"

namespace google::protobuf {
class Message;
}

namespace socialekaart::cli {

// The flags that every command has.
struct Globals {
  std::string server = "127.0.0.1:50051";
  bool json = false;
  std::string color = "auto";  // "always", "never"
  double timeout_s = 30;
};

// Standard output and standard error, as the flags and the terminal want them: data on the one, talk on the other.
class Output {
 public:
  explicit Output(const Globals& globals);

  bool is_terminal() const { return is_terminal_; }
  size_t width() const { return width_; }

  // A table on a terminal, TSV when piped.
  void Print(const Table& table) const;
  // Text as it is.
  void Print(const std::string& text) const;
  // A message as JSON, snake_case names, indented on a terminal. A list named in `lists` is there also when it is
  // empty.
  void PrintJson(const google::protobuf::Message& message, const std::vector<std::string>& lists = {}) const;

  // Text as it is on a terminal, wrapped and indented.
  std::string Paragraph(const std::string& text, size_t indent) const;

  std::string Bold(const std::string& text) const { return Styled("1", text); }
  std::string Dim(const std::string& text) const { return Styled("2", text); }
  std::string Red(const std::string& text) const { return Styled("1;31", text); }
  std::string Green(const std::string& text) const { return Styled("32", text); }

 private:
  std::string Styled(const char* style, const std::string& text) const;

  bool is_terminal_;
  bool has_color_;
  size_t width_;
};

// One line of JSON.
std::string ToJson(const google::protobuf::Message& message);

// For people, on standard error.
void Note(const std::string& text);

// A line on standard error that is written over while work goes on: only on a terminal, and only after half a second.
class Progress {
 public:
  Progress();
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Show(const std::string& text);
  void Clear();

 private:
  const bool is_terminal_;
  double next_s_;
  bool is_shown_ = false;
};

}  // namespace socialekaart::cli
