// compile_lexicon DICTIONARY FOLDER OUTPUT: the lists of data/lexicon and the words of the language as the one file
// that the analyzer maps.

#include <cstdio>
#include <fstream>

#include "indexer/text/lexicon_builder.h"

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: compile_lexicon DICTIONARY FOLDER OUTPUT\n");
    return 2;
  }
  const auto bytes = socialekaart::CompileLexicon(argv[1], argv[2]);
  if (!bytes.ok()) {
    std::fprintf(stderr, "compile_lexicon: %s\n", bytes.status().ToString().c_str());
    return 1;
  }
  // Beside it first: a program that has the old file mapped keeps it.
  const std::string output = argv[3], fresh = output + ".new";
  std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
  file.write(bytes->data(), static_cast<std::streamsize>(bytes->size()));
  file.close();
  if (!file || std::rename(fresh.c_str(), output.c_str()) != 0) {
    std::fprintf(stderr, "compile_lexicon: %s cannot be written\n", output.c_str());
    return 1;
  }
  return 0;
}
