#include "clients/cli/output.h"

#include <google/protobuf/util/json_util.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "clients/cli/text.h"

namespace socialekaart::cli {
namespace {

constexpr size_t kDefaultWidth = 100;
constexpr double kProgressAfterS = 0.5;
constexpr double kProgressEveryS = 0.1;

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool WantsColor(const std::string& choice) {
  if (choice != "auto") return choice == "always";
  return isatty(STDOUT_FILENO) == 1 && Environment("NO_COLOR").empty() && Environment("TERM") != "dumb";
}

size_t TerminalWidth() {
  winsize size = {};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return kDefaultWidth;
}

double NowS() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

Output::Output(const Globals& globals)
    : is_terminal_(isatty(STDOUT_FILENO) == 1), has_color_(WantsColor(globals.color)), width_(TerminalWidth()) {}

void Output::Print(const Table& table) const {
  Print(is_terminal_ ? table.ToText(width_) : table.ToTsv());
}

void Output::Print(const std::string& text) const {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

void Output::PrintJson(const google::protobuf::Message& message, const std::vector<std::string>& lists) const {
  auto json = nlohmann::ordered_json::parse(ToJson(message));
  for (const std::string& list : lists) {
    if (!json.contains(list)) json[list] = nlohmann::ordered_json::array();
  }
  Print(json.dump(is_terminal_ ? 2 : -1) + "\n");
}

std::string Output::Paragraph(const std::string& text, size_t indent) const {
  std::string paragraph;
  for (const std::string& line :
       Wrap(WithoutControls(text), is_terminal_ ? width_ - std::min(indent, width_ / 2) : std::string::npos)) {
    paragraph += std::string(indent, ' ') + line + "\n";
  }
  return paragraph;
}

std::string Output::Styled(const char* style, const std::string& text) const {
  if (!has_color_ || text.empty()) return text;
  return std::string("\033[") + style + "m" + text + "\033[0m";
}

std::string ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  // Fails for text that is no UTF-8 alone, which a server cannot send.
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) return "{}";
  return json;
}

void Note(const std::string& text) {
  std::fprintf(stderr, "%s\n", text.c_str());
}

Progress::Progress() : is_terminal_(isatty(STDERR_FILENO) == 1), next_s_(NowS() + kProgressAfterS) {}

Progress::~Progress() {
  Clear();
}

void Progress::Show(const std::string& text) {
  if (!is_terminal_ || NowS() < next_s_) return;
  next_s_ = NowS() + kProgressEveryS;
  is_shown_ = true;
  std::fprintf(stderr, "\r\033[K%s", Truncate(OneLine(text), TerminalWidth() - 1).c_str());
}

void Progress::Clear() {
  if (is_shown_) std::fprintf(stderr, "\r\033[K");
  is_shown_ = false;
}

}  // namespace socialekaart::cli
