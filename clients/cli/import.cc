// socialekaart import

#include <fmt/format.h>

#include <memory>

#include "clients/cli/command.h"
#include "clients/cli/errors.h"
#include "clients/cli/import_files.h"
#include "clients/cli/import_text.h"
#include "clients/cli/text.h"

namespace socialekaart::cli {
namespace {

struct Format {
  const char* name;
  v1::ImportFormat format;
};

constexpr std::array<Format, 5> kFormats = {{
    {"hsds", v1::IMPORT_FORMAT_HSDS},
    {"duo-schools", v1::IMPORT_FORMAT_DUO_SCHOOLS},
    {"schools-geojson", v1::IMPORT_FORMAT_SCHOOLS_GEOJSON},
    {"geonames", v1::IMPORT_FORMAT_GEONAMES},
    {"cbs-pc6", v1::IMPORT_FORMAT_CBS_PC6},
}};

struct Flags {
  std::string format;
  std::string source;
  std::vector<std::string> files;
  bool strict = false;
  bool dry_run = false;
};

std::vector<std::string> FormatNames() {
  std::vector<std::string> names;
  names.reserve(kFormats.size());
  for (const Format& format : kFormats) names.emplace_back(format.name);
  return names;
}

v1::ImportServicesRequest Options(const Flags& flags) {
  v1::ImportServicesRequest request;
  v1::ImportServicesRequest::Options& options = *request.mutable_options();
  for (const Format& format : kFormats) {
    if (flags.format == format.name) options.set_format(format.format);
  }
  options.set_source(flags.source);
  options.set_strict(flags.strict);
  options.set_dry_run(flags.dry_run);
  return request;
}

ExitCode Import(const Flags& flags, const Globals& globals, const Output& output) {
  absl::StatusOr<std::vector<std::string>> paths = ExpandPaths(flags.files);
  if (!paths.ok()) {
    Complain("nothing imported", std::string(paths.status().message()),
             "name files that can be read, a folder with CSV tables, or - for standard input");
    return kUsage;
  }
  Progress progress;
  ImportFiles files(*std::move(paths));
  bool is_begun = false;
  const auto response =
      NewClient(globals).ImportServices([&]() -> absl::StatusOr<std::optional<v1::ImportServicesRequest>> {
        if (!std::exchange(is_begun, true)) return Options(flags);
        absl::StatusOr<std::optional<v1::ImportServicesRequest>> part = files.Next();
        progress.Show(part.ok() && !part->has_value() ? "all sent; the server is working" : files.ProgressText());
        return part;
      });
  progress.Clear();
  if (!response.ok()) {
    const ExitCode code = Complain(response.status(), globals);
    return code == kUsage ? kDataInvalid : code;  // the files are wrong, not the command
  }
  if (globals.json) {
    output.PrintJson(response->report(), {"findings", "rule_counts"});
  } else {
    output.Print(ReportText(response->report(), output));
  }
  return response->report().rejected() > 0 ? kDataInvalid : kOk;
}

}  // namespace

Run SetUpImport(CLI::App& app) {
  const auto flags = std::make_shared<Flags>();
  AddChoice(app, "--format,-f", flags->format, FormatNames(), "What the files are")->required();
  app.add_option("--source", flags->source, "Name of the source; the format's name when left out");
  app.add_flag("--strict", flags->strict, "Reject a record with an error instead of mending it");
  app.add_flag("--dry-run,-n", flags->dry_run, "Report only, write nothing");
  app.add_option("files", flags->files, "Files; - is standard input; of a folder every *.csv")->required();
  return [flags](const Globals& globals, const Output& output) { return Import(*flags, globals, output); };
}

}  // namespace socialekaart::cli
