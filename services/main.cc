// socialekaartd: reads its configuration, starts the server, and stops it in good order on SIGTERM or SIGINT. SIGHUP reads the policy again.
#include <csignal>
#include <iostream>
#include <string>

#include "services/config.h"
#include "services/logger.h"
#include "services/page.h"
#include "services/server.h"

int main(int argc, char** argv) {
  using namespace socialekaart;
  const Startup startup = ReadConfig(argc, argv);
  if (!startup.run) return startup.exit_code;

  // Blocked before any thread starts, so that every thread leaves the signals to this one.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  auto server = Server::Start(startup.config, PageFiles());
  if (!server.ok()) {
    Log("error", "start", {{"message", std::string(server.status().message())}});
    std::cerr << "socialekaartd: " << server.status().message() << "\n";
    return 1;
  }
  Log("info", "listening", {{"address", (*server)->address()}, {"data_dir", startup.config.data_dir}});
  const std::string http = (*server)->http_address();
  if (!http.empty()) {
    Log("info", "http", {{"address", http}});
    std::cout << "page on http://" << http << "/\n";
  }
  std::cout << "listening on " << (*server)->address() << std::endl;

  int signal = SIGHUP;
  while (true) {
    sigwait(&signals, &signal);
    if (signal != SIGHUP) break;
    // A fault is in the log, and the policy that was in use stays.
    (*server)->ReloadPolicy().IgnoreError();
  }
  Log("info", "stopping", {{"signal", signal == SIGTERM ? "SIGTERM" : "SIGINT"}});
  (*server)->Stop();
  Log("info", "stopped");
  return 0;
}
