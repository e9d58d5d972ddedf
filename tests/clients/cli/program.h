#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/clients/fake_server.h"

namespace socialekaart {

// The program as it is run: its arguments, both its outputs and its exit code, against a server in this process.
struct Ran {
  int exit_code = -1;
  std::string out;
  std::string err;
};

class ProgramTest : public testing::Test {
 protected:
  ProgramTest() : folder_(std::filesystem::path(testing::TempDir()) / absl::StrCat("program_test_", getpid())) {
    std::filesystem::create_directories(folder_);
  }
  ~ProgramTest() override { std::filesystem::remove_all(folder_); }

  // `arguments` as a shell reads them.
  Ran Run(const std::string& arguments, const std::string& before = "") const {
    const std::string err = Path("stderr");
    const std::string command = absl::StrCat(before, " SOCIALEKAART_SERVER=", server_.address(), " ",
                                             SOCIALEKAART_BIN_DIR, "/socialekaart ", arguments, " 2>", err);
    Ran ran;
    std::FILE* pipe = popen(command.c_str(), "r");
    std::array<char, 4096> buffer;
    for (size_t bytes = 0; (bytes = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
      ran.out.append(buffer.data(), bytes);
    ran.exit_code = WEXITSTATUS(pclose(pipe));
    ran.err = Read(err);
    return ran;
  }

  std::string Path(const std::string& name) const { return (folder_ / name).string(); }
  void Write(const std::string& name, const std::string& content) const {
    std::ofstream(Path(name), std::ios::binary) << content;
  }
  static std::string Read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }

  FakeServer server_;

 private:
  std::filesystem::path folder_;
};

inline v1::SearchServicesResponse OneResult() {
  v1::SearchServicesResponse response;
  response.set_total_size(1);
  v1::SearchResult& result = *response.add_results();
  result.mutable_service()->set_name("services/1");
  result.mutable_service()->set_display_name("Opvoed\tspreekuur");
  result.mutable_service()->mutable_organization_detail()->set_display_name("CJG");
  result.mutable_service()->mutable_profile()->add_levels(v1::HELP_LEVEL_COMMUNITY);
  result.set_distance_m(1'234);
  result.set_age_fit(v1::FIT_YES);
  result.set_area_fit(v1::FIT_UNKNOWN);
  return response;
}

}  // namespace socialekaart
