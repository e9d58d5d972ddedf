// socialekaart eval

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "clients/cli/command.h"
#include "clients/cli/errors.h"
#include "clients/cli/eval_file.h"
#include "clients/cli/eval_report.h"
#include "clients/cli/eval_run.h"
#include "clients/cli/eval_text.h"
#include "clients/cli/privacy.h"
#include "clients/cli/text.h"

namespace socialekaart::cli {
namespace {

struct BarFlag {
  const char* flag;
  const char* figure;
  bool is_minimum;
  double most;  // the highest limit that means something
  const char* description;
};

constexpr std::array<BarFlag, 6> kBars = {{
    {"--min-ndcg", "ndcg", true, 1, "At least this nDCG@10"},
    {"--min-success1", "success1", true, 1, "At least this share with the answer on top"},
    {"--min-success3", "success3", true, 1, "At least this share with the answer in the first 3"},
    {"--min-none", "none", true, 1, "Of the queries without an answer, at least this share answered so"},
    {"--max-zero", "zero", false, 1, "At most this share without a result although there is an answer"},
    {"--max-harm", "harm", false, 1e6, "At most so many harmful results in the first 3, over all queries"},
}};

struct Flags {
  std::vector<std::string> files;
  std::vector<std::string> classes;
  std::array<std::optional<double>, kBars.size()> limits;
  std::string baseline;
  std::string save;
  bool split = false;
  Draws draws;
};

absl::StatusOr<std::string> ReadWhole(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error))
    return absl::NotFoundError(fmt::format("{} is a folder", OneLine(path)));
  std::ifstream file(path, std::ios::binary);
  std::string content(std::istreambuf_iterator<char>(file), {});
  if (!file.good() && !file.eof()) return absl::NotFoundError(fmt::format("the file {} cannot be read", OneLine(path)));
  return content;
}

// Beside the file first: a file under that name is whole.
bool WriteWhole(const std::string& path, const std::string& content) {
  const std::string unfinished = path + ".part";
  std::FILE* const file = std::fopen(unfinished.c_str(), "wb");
  if (file == nullptr) return false;
  const bool is_written = std::fwrite(content.data(), 1, content.size(), file) == content.size();
  const bool is_closed = std::fclose(file) == 0;
  if (is_written && is_closed && std::rename(unfinished.c_str(), path.c_str()) == 0) return true;
  const int why = errno;
  std::remove(unfinished.c_str());
  errno = why;
  return false;
}

ExitCode CannotRead(const absl::Status& status) {
  Complain("nothing evaluated", std::string(status.message()), "name files of judged queries; README has their format");
  return kUsage;
}

ExitCode WrongFiles(const std::vector<std::string>& faults) {
  Complain("nothing evaluated: the judged queries are not right", fmt::format("{}", fmt::join(faults, "\n       ")),
           "correct the files; README has their format");
  return kDataInvalid;
}

// The queries of the classes that were asked.
std::vector<const JudgedQuery*> Chosen(const std::vector<JudgedQuery>& queries,
                                       const std::vector<std::string>& classes) {
  std::vector<const JudgedQuery*> chosen;
  for (const JudgedQuery& query : queries) {
    if (classes.empty() || std::find(classes.begin(), classes.end(), query.query_class) != classes.end())
      chosen.push_back(&query);
  }
  return chosen;
}

// A class that no query has, or "".
std::string UnknownClass(const std::vector<JudgedQuery>& queries, const std::vector<std::string>& classes) {
  for (const std::string& one : classes) {
    if (Chosen(queries, {one}).empty()) return one;
  }
  return "";
}

ExitCode WrongClass(const std::string& name, const std::vector<JudgedQuery>& queries) {
  std::vector<std::string> there;
  for (const JudgedQuery& query : queries) {
    if (std::find(there.begin(), there.end(), query.query_class) == there.end()) there.push_back(query.query_class);
  }
  const std::string meant = DidYouMean(name, there);
  Complain(fmt::format("no query of class {}", OneLine(name)),
           OneLine(fmt::format("the files have {}", fmt::join(there, ", "))),
           meant.empty() ? "choose one of these" : "did you mean " + OneLine(meant) + "?");
  return kUsage;
}

std::vector<Bar> Bars(const Flags& flags) {
  std::vector<Bar> bars;
  for (size_t i = 0; i < kBars.size(); ++i) {
    if (!flags.limits[i].has_value()) continue;
    bars.push_back({.flag = kBars[i].flag,
                    .figure = FigureIndex(kBars[i].figure),
                    .is_minimum = kBars[i].is_minimum,
                    .limit = *flags.limits[i]});
  }
  return bars;
}

// Says what the figures rest on and where they fall short.
ExitCode Conclude(const EvalSummary& summary, bool has_baseline) {
  for (const std::string& remark : summary.run.remarks) Note("note: " + remark);
  if (const size_t all = summary.run.outcomes.size(); has_baseline && summary.report.compared < all)
    Note(fmt::format("note: the baseline has {} of these {} queries: only those are compared", summary.report.compared,
                     all));
  const std::vector<std::string> shortfalls = Shortfalls(summary);
  if (shortfalls.empty()) return kOk;
  Complain("quality is below the bar", fmt::format("{}", fmt::join(shortfalls, "\n       ")),
           "see which queries changed with --baseline, and how a query is read with socialekaart analyze");
  return kBelowBar;
}

ExitCode Evaluate(const Flags& flags, const Globals& globals, const Output& output) {
  std::vector<JudgedFile> files;
  for (const std::string& path : flags.files) {
    auto content = ReadWhole(path);
    if (!content.ok()) return CannotRead(content.status());
    files.push_back({.name = std::filesystem::path(path).filename().string(), .content = *std::move(content)});
  }
  const JudgedQueries judged = ReadJudged(files);
  if (!judged.faults.empty()) return WrongFiles(judged.faults);
  for (const JudgedQuery& query : judged.queries) {
    if (!HoldsBsn(query.request.text())) continue;
    ComplainOfBsn();
    Note(fmt::format("  in:  {}: {}.text", OneLine(query.file), query.path));
    return kPrivacy;
  }
  if (const std::string unknown = UnknownClass(judged.queries, flags.classes); !unknown.empty())
    return WrongClass(unknown, judged.queries);

  std::map<std::string, Answer> baseline;
  if (!flags.baseline.empty()) {
    const auto content = ReadWhole(flags.baseline);
    if (!content.ok()) return CannotRead(content.status());
    auto saved = ReadSavedRun(*content);
    if (!saved.ok())
      return WrongFiles({fmt::format("{} is no run that --save wrote: {}", OneLine(flags.baseline),
                                     std::string(saved.status().message()))});
    baseline = *std::move(saved);
  }

  const std::vector<const JudgedQuery*> queries = Chosen(judged.queries, flags.classes);
  Progress progress;
  auto run = RunQueries(NewClient(globals), queries,
                        [&](size_t done) { progress.Show(fmt::format("{} of {} queries", done, queries.size())); });
  progress.Clear();
  if (!run.ok()) return Complain(run.status(), globals);
  if (!run->faults.empty()) return WrongFiles(run->faults);

  EvalSummary summary = {.run = *std::move(run), .report = {}, .bars = Bars(flags), .missed = {}, .draws = flags.draws};
  const bool has_baseline = !flags.baseline.empty();
  summary.report = MakeReport(summary.run.outcomes, has_baseline ? &baseline : nullptr, flags.split, flags.draws);
  summary.missed = Missed(summary.bars, summary.report);
  if (!flags.save.empty() && !WriteWhole(flags.save, SavedRun(summary.run))) {
    Complain(fmt::format("cannot write {}", OneLine(flags.save)), std::strerror(errno),
             "choose another file for --save");
    return kFailed;
  }
  if (globals.json) {
    output.Print(ToJsonText(summary, output.is_terminal()));
  } else if (output.is_terminal()) {
    output.Print(ToText(summary, output));
  } else {
    output.Print(ToRows(summary));
  }
  return Conclude(summary, has_baseline);
}

}  // namespace

Run SetUpEval(CLI::App& app) {
  const auto flags = std::make_shared<Flags>();
  app.add_option("files", flags->files, "Files of judged queries, JSON")->required();
  app.add_option("--baseline", flags->baseline, "Compare with this run, which --save wrote");
  app.add_option("--save", flags->save, "Write the run here: figures and results by id, no text of a query");
  app.add_option("--class", flags->classes, "Only queries of this class; several with commas")
      ->delimiter(',')
      ->expected(1)
      ->take_all();
  app.add_flag("--split", flags->split, "The figures of each file too");
  for (size_t i = 0; i < kBars.size(); ++i) {
    app.add_option(kBars[i].flag, flags->limits[i], std::string(kBars[i].description) + "; else exit code 6")
        ->check(CLI::Range(0.0, kBars[i].most));
  }
  app.add_option("--resamples", flags->draws.resamples, "Draws for the intervals and the p-values")
      ->check(CLI::Range(100, 1'000'000))
      ->capture_default_str();
  app.add_option("--seed", flags->draws.seed, "Of these draws")->capture_default_str();
  return [flags](const Globals& globals, const Output& output) { return Evaluate(*flags, globals, output); };
}

}  // namespace socialekaart::cli
