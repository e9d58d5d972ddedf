// Stands in for libFuzzer where the compiler has none: runs every file of the folders that it is given, and then
// mutations of them. Takes libFuzzer's -runs=N and -seed=N.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

void Run(const std::string& bytes) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
}

std::vector<std::string> ReadSeeds(const std::filesystem::path& folder) {
  std::vector<std::string> seeds;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  std::sort(seeds.begin(), seeds.end());  // the order of a folder differs from machine to machine
  return seeds;
}

// Up to four changes: a byte becomes another, goes, comes, or a piece of another seed stands in.
std::string Mutate(std::string bytes, const std::string& other, std::mt19937& random) {
  const auto below = [&](size_t bound) { return std::uniform_int_distribution<size_t>(0, bound - 1)(random); };
  for (size_t changes = below(4) + 1; changes > 0; --changes) {
    const size_t at = below(bytes.size() + 1);
    const char byte = static_cast<char>(below(256));
    switch (below(4)) {
      case 0:
        if (at < bytes.size()) bytes[at] = byte;
        break;
      case 1:
        bytes.erase(at, below(8) + 1);
        break;
      case 2:
        bytes.insert(at, below(4) + 1, byte);
        break;
      default:
        bytes.insert(at, other, below(other.size() + 1), below(64));
    }
  }
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  size_t runs = 0;
  uint32_t seed = 0;
  std::vector<std::string> seeds;
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument(argv[i]);
    if (absl::ConsumePrefix(&argument, "-runs=")) {
      if (!absl::SimpleAtoi(argument, &runs)) return 2;
    } else if (absl::ConsumePrefix(&argument, "-seed=")) {
      if (!absl::SimpleAtoi(argument, &seed)) return 2;
    } else if (!absl::StartsWith(argument, "-")) {
      seeds = ReadSeeds(argv[i]);
    }
  }
  if (seeds.empty()) {
    std::cerr << "no seeds\n";
    return 2;
  }
  for (const std::string& bytes : seeds) Run(bytes);
  std::mt19937 random(seed);
  for (size_t i = 0; i < runs; ++i) Run(Mutate(seeds[i % seeds.size()], seeds[random() % seeds.size()], random));
  std::cout << seeds.size() << " seeds, " << runs << " mutations\n";
  return 0;
}
