#include "services/config.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <filesystem>
#include <iostream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "indexer/base/codec.h"
#include "services/map_tiles.h"

namespace socialekaart {
namespace {

constexpr int kUsage = 2;
constexpr size_t kMaxAttributionBytes = 200;

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

absl::Status Invalid(absl::string_view setting, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(setting, " ", what));
}

absl::Status CheckAddress(absl::string_view setting, const std::string& address, bool allow_remote) {
  const size_t colon = address.rfind(':');
  int port = -1;
  if (colon == std::string::npos || colon == 0 || !absl::SimpleAtoi(address.substr(colon + 1), &port) || port < 0 || port > 65535) {
    return Invalid(setting, absl::StrCat("is '", address, "', expected HOST:PORT with a port of 0 to 65535"));
  }
  if (!allow_remote && !IsLoopback(address.substr(0, colon))) {
    return Invalid(setting, absl::StrCat("is '", address,
                                         "': this server speaks no TLS, so it listens on loopback alone; put a proxy in front, or set allow-remote"));
  }
  return absl::OkStatus();
}

bool IsHostName(const std::string& name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_islower(static_cast<unsigned char>(c)) || absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '.' || c == '-';
  });
}

// As a browser writes it: scheme, name, perhaps a port, and nothing after it.
bool IsOrigin(absl::string_view origin) {
  if (!absl::ConsumePrefix(&origin, "https://") && !absl::ConsumePrefix(&origin, "http://")) return false;
  const size_t colon = origin.find(':');
  int port = 1;
  if (colon != absl::string_view::npos && (!absl::SimpleAtoi(origin.substr(colon + 1), &port) || port < 1 || port > 65535)) return false;
  return IsHostName(std::string(origin.substr(0, colon)));
}

struct Bound {
  const char* setting;
  int Config::*value;
  int lowest, highest;
};
constexpr auto kBounds = std::to_array<Bound>({
    {"drain-seconds", &Config::drain_seconds, 0, 600},
    {"http-max-connections", &Config::http_max_connections, 1, 100'000},
    {"http-max-body-kib", &Config::http_max_body_kib, 1, 4096},
    {"http-head-seconds", &Config::http_head_seconds, 1, 600},
    {"http-body-seconds", &Config::http_body_seconds, 1, 600},
    {"http-idle-seconds", &Config::http_idle_seconds, 1, 3600},
});

absl::Status CheckMap(const Config& config) {
  if (!config.map_tiles.empty() && !TileOrigin(config.map_tiles)) {
    return Invalid("map-tiles", absl::StrCat("is '", config.map_tiles, "', expected https://NAME/... with {z}, {x} and {y} once each"));
  }
  const std::string& attribution = config.map_attribution;
  const bool is_text = attribution.size() <= kMaxAttributionBytes && IsUtf8(attribution) &&
                       std::none_of(attribution.begin(), attribution.end(), [](char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); });
  if (!is_text || attribution.empty() != config.map_tiles.empty()) {
    return Invalid("map-attribution", absl::StrCat("is '", attribution, "', expected one line of at most ", kMaxAttributionBytes,
                                                   " bytes, together with map-tiles"));
  }
  return absl::OkStatus();
}

absl::Status CheckHttp(const Config& config) {
  if (!config.http_listen.empty()) {
    if (absl::Status status = CheckAddress("http-listen", config.http_listen, config.allow_remote); !status.ok()) return status;
  }
  for (const std::string& host : config.http_hosts) {
    if (!IsHostName(host)) return Invalid("http-host", absl::StrCat("is '", host, "', expected a name in small letters, without port"));
  }
  for (const std::string& origin : config.http_cors_origins) {
    if (!IsOrigin(origin)) return Invalid("http-cors-origin", absl::StrCat("is '", origin, "', expected https://NAME or https://NAME:PORT"));
  }
  if (absl::Status status = CheckMap(config); !status.ok()) return status;
  for (const Bound& bound : kBounds) {
    const int value = config.*bound.value;
    if (value < bound.lowest || value > bound.highest) {
      return Invalid(bound.setting, absl::StrCat("is ", value, ", expected ", bound.lowest, " to ", bound.highest));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Validate(const Config& config) {
  if (absl::Status status = CheckAddress("listen", config.listen, config.allow_remote); !status.ok()) return status;
  if (absl::Status status = CheckHttp(config); !status.ok()) return status;
  if (config.data_dir.empty()) return Invalid("data-dir", "is empty, expected a folder");
  if (!std::filesystem::exists(std::filesystem::path(config.data_files) / "taxonomy.textproto")) {
    return Invalid("data-files", absl::StrCat("is '", config.data_files, "', which holds no taxonomy.textproto"));
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
  app.add_option("--http-listen", config.http_listen, "HOST:PORT of page and JSON; port 0 = a free one, \"\" = none")->capture_default_str();
  app.add_option("--http-host", config.http_hosts, "Name that HTTP requests may be for, besides this machine's own");
  app.add_option("--http-cors-origin", config.http_cors_origins, "Other site whose pages may read answers: https://NAME");
  app.add_flag("--http-hsds-open", config.http_hsds_open, "Pages of any site may read /hsds/");
  app.add_option("--map-tiles", config.map_tiles, "Pictures under the page's map: https://NAME/{z}/{x}/{y}.png; their server sees which area is looked at");
  app.add_option("--map-attribution", config.map_attribution, "Whom to thank for those pictures");
  app.add_option("--http-max-connections", config.http_max_connections, "HTTP connections at once")->capture_default_str();
  app.add_option("--http-max-body-kib", config.http_max_body_kib, "Size of an HTTP request; imports stand apart")->capture_default_str();
  app.add_option("--http-head-seconds", config.http_head_seconds, "For the head of a request")->capture_default_str();
  app.add_option("--http-body-seconds", config.http_body_seconds, "For the body of a request")->capture_default_str();
  app.add_option("--http-idle-seconds", config.http_idle_seconds, "Between two requests of a connection")->capture_default_str();
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
