// socialekaart export

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "clients/cli/command.h"
#include "clients/cli/errors.h"
#include "clients/cli/text.h"

namespace socialekaart::cli {
namespace {

struct Flags {
  std::string source;
  std::string output_file;
};

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

ExitCode CannotWrite(const std::string& path) {
  Complain(fmt::format("cannot write {}", OneLine(path)), std::strerror(errno),
           "choose another file with -o, or free some space");
  return kFailed;
}

// Writes beside the file and renames at the end: a file under that name is whole.
ExitCode Export(const Flags& flags, const Globals& globals, const Output&) {
  const std::string path = flags.output_file;
  const std::string unfinished = path + ".part";
  std::unique_ptr<std::FILE, Close> file;
  if (!path.empty()) {
    file.reset(std::fopen(unfinished.c_str(), "wb"));
    if (file == nullptr) return CannotWrite(unfinished);
  }
  std::FILE* const out = file != nullptr ? file.get() : stdout;

  Progress progress;
  int64_t count = 0;
  v1::ExportServicesRequest request;
  request.set_source(flags.source);
  const absl::Status status =
      NewClient(globals).ExportServices(request, [&](const v1::ExportServicesResponse& response) {
        const std::string line = response.hsds_json() + "\n";
        if (std::fwrite(line.data(), 1, line.size(), out) != line.size()) return absl::DataLossError("cannot write");
        progress.Show(fmt::format("{} services", ++count));
        return absl::OkStatus();
      });
  progress.Clear();
  if (std::fflush(out) != 0 || std::ferror(out) != 0) {
    if (file != nullptr) std::remove(unfinished.c_str());
    return CannotWrite(path.empty() ? "standard output" : path);
  }
  if (!status.ok()) {
    if (file != nullptr) std::remove(unfinished.c_str());
    return Complain(status, globals);
  }
  if (file == nullptr) return kOk;
  file.reset();
  if (std::rename(unfinished.c_str(), path.c_str()) != 0) return CannotWrite(path);
  Note(fmt::format("{} services in {}", count, OneLine(path)));
  return kOk;
}

}  // namespace

Run SetUpExport(CLI::App& app) {
  const auto flags = std::make_shared<Flags>();
  app.add_option("--source", flags->source, "Only what came from this source");
  app.add_option("--output,-o", flags->output_file, "File to write; standard output when left out");
  return [flags](const Globals& globals, const Output& output) { return Export(*flags, globals, output); };
}

}  // namespace socialekaart::cli
