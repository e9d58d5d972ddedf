#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace socialekaart {

// How the server runs. From flags and, for what no flag says, a file of `name = value` lines with the same names.
struct Config {
  std::string data_dir = "sociale-kaart-data";    // store and index; made when it is not there
  std::string listen = "127.0.0.1:50051";         // port 0 = a free one, which is printed
  std::string http_listen = "127.0.0.1:8080";     // page and JSON; "" = none
  std::vector<std::string> http_hosts = {};       // names that requests may be for, besides this machine's own; no port
  std::vector<std::string> http_cors_origins = {};  // other sites whose pages may read answers: "https://kaart.example.nl"
  bool http_hsds_open = false;                    // pages of any site may read /hsds/
  std::string map_tiles = {};        // "https://tiles.example.nl/{z}/{x}/{y}.png": pictures under the page's map; "" = none
  std::string map_attribution = {};  // whom to thank for them; shown on the map
  int http_max_connections = 4000;
  int http_max_body_kib = 64;                     // of a request; imports stand apart
  int http_head_seconds = 10;                     // for a whole head
  int http_body_seconds = 20;                     // for a whole body
  int http_idle_seconds = 60;                     // between two requests of a connection
  std::string data_files;                         // taxonomy, lexicon, policy, gazetteer; "" = looked for beside the program
  bool allow_remote = false;                      // listen beyond this machine without TLS
  bool verbose = false;                           // log every call
  int drain_seconds = 10;                         // how long calls may go on after SIGTERM
};

// What to do after the command line was read.
struct Startup {
  Config config;
  bool run = false;    // false: --help or --version was answered, or the words were wrong
  int exit_code = 0;   // 0, or 2 with a message on stderr that names the setting
};
Startup ReadConfig(int argc, char** argv);

// INVALID_ARGUMENT: which setting, what is wrong with it, what would be right.
absl::Status Validate(const Config& config);

}  // namespace socialekaart
