#include "services/config.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace socialekaart {
namespace {

constexpr int kUsage = 2;

bool IsLoopback(absl::string_view host) { return host == "localhost" || host == "[::1]" || absl::StartsWith(host, "127."); }

// Where the data files stand: beside an installed or a built program.
std::string FindDataFiles(const char* program) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path self = fs::canonical("/proc/self/exe", error);
  for (const fs::path& candidate : {self.parent_path() / "../../../data", self.parent_path() / "../share/sociale-kaart/data", fs::path("data")}) {
    if (fs::exists(candidate / "taxonomy.textproto", error)) return fs::weakly_canonical(candidate, error).string();
  }
  return absl::StrCat(program, ": data");
}

}  // namespace

absl::Status Validate(const Config& config) {
  const auto invalid = [](absl::string_view setting, absl::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat(setting, " ", what));
  };
  const size_t colon = config.listen.rfind(':');
  int port = -1;
  if (colon == std::string::npos || colon == 0 || !absl::SimpleAtoi(config.listen.substr(colon + 1), &port) || port < 0 || port > 65535) {
    return invalid("listen", absl::StrCat("is '", config.listen, "', expected HOST:PORT with a port of 0 to 65535"));
  }
  if (!config.allow_remote && !IsLoopback(config.listen.substr(0, colon))) {
    return invalid("listen", absl::StrCat("is '", config.listen,
                                          "': this server speaks no TLS, so it listens on loopback alone; put a proxy in front, or set allow-remote"));
  }
  if (config.data_dir.empty()) return invalid("data-dir", "is empty, expected a folder");
  if (config.drain_seconds < 0 || config.drain_seconds > 600) {
    return invalid("drain-seconds", absl::StrCat("is ", config.drain_seconds, ", expected 0 to 600"));
  }
  if (!std::filesystem::exists(std::filesystem::path(config.data_files) / "taxonomy.textproto")) {
    return invalid("data-files", absl::StrCat("is '", config.data_files, "', which holds no taxonomy.textproto"));
  }
  return absl::OkStatus();
}

Startup ReadConfig(int argc, char** argv) {
  Startup startup;
  Config& config = startup.config;
  CLI::App app("socialekaartd: referral directory and matching service for youth help");
  app.set_version_flag("--version", SOCIALEKAART_VERSION);
  app.set_config("--config", "", "File with `name = value` lines; a flag wins over it")->check(CLI::ExistingFile);
  app.allow_config_extras(CLI::config_extras_mode::error);
  app.add_option("--data-dir", config.data_dir, "Folder of store and index")->capture_default_str();
  app.add_option("--listen", config.listen, "HOST:PORT of the gRPC API; port 0 = a free one")->capture_default_str();
  app.add_option("--data-files", config.data_files, "Folder of taxonomy, lexicon, policy and gazetteer");
  app.add_flag("--allow-remote", config.allow_remote, "Listen beyond this machine, without TLS");
  app.add_flag("--verbose", config.verbose, "Log every call (never what was asked)");
  app.add_option("--drain-seconds", config.drain_seconds, "How long calls may go on after SIGTERM")->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    startup.exit_code = app.exit(error) == 0 ? 0 : kUsage;
    return startup;
  }
  if (config.data_files.empty()) config.data_files = FindDataFiles(argv[0]);
  if (const absl::Status status = Validate(config); !status.ok()) {
    std::cerr << "socialekaartd: " << status.message() << "\n";
    startup.exit_code = kUsage;
    return startup;
  }
  startup.run = true;
  return startup;
}

}  // namespace socialekaart
