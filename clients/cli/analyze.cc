// socialekaart analyze

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "clients/cli/command.h"
#include "clients/cli/errors.h"
#include "clients/cli/privacy.h"
#include "clients/cli/text.h"

namespace socialekaart::cli {
namespace {

struct Kind {
  const char* kind;
  const char* name;
};

constexpr std::array<Kind, 3> kKinds = {{{"lemma", "grondvorm"}, {"part", "deel"}, {"synonym", "synoniem"}}};

std::string KindName(const std::string& kind) {
  const auto found = std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& one) { return kind == one.kind; });
  return found == kKinds.end() ? kind : found->name;
}

// The bytes of the text that a word or form stands for; "" where the server counts beyond it.
std::string PartOf(const std::string& text, int offset, int length) {
  if (offset < 0 || length < 0 || static_cast<size_t>(offset) > text.size()) return "";
  return text.substr(static_cast<size_t>(offset), static_cast<size_t>(length));
}

const char* StateOf(const v1::AnalyzedToken& token) {
  if (token.stop_word()) return "stop_word";
  return token.known() ? "known" : "unknown";
}

// Rows whose first field says what they are.
Table ToRows(const v1::AnalyzeTextResponse& response) {
  Table table = {.header = {}};
  for (const v1::AnalyzedToken& token : response.tokens()) {
    table.rows.push_back({"word", token.word(), StateOf(token), "", fmt::format("{}", token.offset()),
                          fmt::format("{}", token.length())});
    for (const v1::AnalysisStep& step : token.steps())
      table.rows.push_back({"step", token.word(), step.what(), step.result(), "", ""});
    for (const v1::TermForm& form : token.forms()) {
      table.rows.push_back({"form", token.word(), form.kind(), form.term(), fmt::format("{}", form.offset()),
                            fmt::format("{}", form.length())});
    }
  }
  table.rows.push_back({"query", "", "", response.query(), "", ""});
  return table;
}

std::string ToText(const v1::AnalyzeTextResponse& response, const std::string& text, const Output& output) {
  Table steps = {.header = {"woord", "stap", "resultaat"}};
  Table forms = {.header = {"woord", "zoekterm", "soort", "staat voor"}};
  for (const v1::AnalyzedToken& token : response.tokens()) {
    for (const v1::AnalysisStep& step : token.steps()) steps.rows.push_back({token.word(), step.what(), step.result()});
    if (token.stop_word()) steps.rows.push_back({token.word(), "stopwoord", "telt alleen als er niets anders staat"});
    if (!token.known()) steps.rows.push_back({token.word(), "onbekend", "staat niet in de woordenlijst"});
    for (const v1::TermForm& form : token.forms()) {
      forms.rows.push_back(
          {token.word(), form.term(), KindName(form.kind()), PartOf(text, form.offset(), form.length())});
    }
  }
  std::string all;
  for (const Table& table : {steps, forms}) {
    if (!table.rows.empty()) all += table.ToText(output.width()) + "\n";
  }
  return all + output.Bold("zoekvraag") + "\n" + output.Paragraph(response.query(), 2);
}

ExitCode Analyze(const std::vector<std::string>& words, const Globals& globals, const Output& output) {
  v1::AnalyzeTextRequest request;
  request.set_text(fmt::format("{}", fmt::join(words, " ")));
  if (HoldsBsn(request.text())) {
    ComplainOfBsn();
    return kPrivacy;
  }
  const auto response = NewClient(globals).AnalyzeText(request);
  if (!response.ok()) return Complain(response.status(), globals);
  if (globals.json) {
    output.PrintJson(*response, {"tokens"});
  } else if (output.is_terminal()) {
    output.Print(ToText(*response, request.text(), output));
  } else {
    output.Print(ToRows(*response));
  }
  return kOk;
}

}  // namespace

Run SetUpAnalyze(CLI::App& app) {
  const auto words = std::make_shared<std::vector<std::string>>();
  app.add_option("text", *words, "What would be searched")->required();
  return [words](const Globals& globals, const Output& output) { return Analyze(*words, globals, output); };
}

}  // namespace socialekaart::cli
