#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"
#include "indexer/text/dutch_analyzer.h"
#include "indexer/text/lexicon_builder.h"
#include "indexer/text/synonyms.h"

namespace socialekaart {
namespace {

template <typename Message>
absl::StatusOr<Message> Load(const std::string& folder, absl::string_view name) {
  Message message;
  if (absl::Status status = LoadTextproto(absl::StrCat(folder, "/", name), &message); !status.ok()) return status;
  return message;
}

}  // namespace

absl::StatusOr<std::string> CompileLexicon(const std::string& dictionary_file, const std::string& folder) {
  const auto dictionary = ReadFile(dictionary_file);
  if (!dictionary.ok()) return dictionary.status();
  const auto parts = Load<data::v1::Parts>(folder, "parts.textproto");
  if (!parts.ok()) return parts.status();
  const auto exceptions = Load<data::v1::Exceptions>(folder, "exceptions.textproto");
  if (!exceptions.ok()) return exceptions.status();
  const auto verbs = Load<data::v1::Exceptions>(folder, "verbs.textproto");
  if (!verbs.ok()) return verbs.status();
  const auto forced = Load<data::v1::WordList>(folder, "forced_split.textproto");
  if (!forced.ok()) return forced.status();
  const auto synonyms = Load<data::v1::Synonyms>(folder, "synonyms.textproto");
  if (!synonyms.ok()) return synonyms.status();

  LexiconBuilder builder;
  builder.AddDictionary(*dictionary);
  for (const auto& [name, flag] :
       {std::pair("abbreviations.textproto", kFlagAbbreviation), std::pair("stop_words.textproto", kFlagStopWord),
        std::pair("no_split.textproto", kFlagNoSplit)}) {
    const auto list = Load<data::v1::WordList>(folder, name);
    if (!list.ok()) return list.status();
    builder.AddWords(*list, flag);
  }
  for (absl::Status status :
       {builder.AddParts(*parts), builder.AddExceptions(*exceptions), builder.AddExceptions(*verbs),
        builder.AddForcedSplits(*forced), builder.CountFamilies()}) {
    if (!status.ok()) return status;
  }

  // The members of a group are found by their lemmas, which need the lexicon.
  const auto bytes = builder.Build("");
  if (!bytes.ok()) return bytes.status();
  auto lexicon = DutchLexicon::Read(*bytes, "in memory");
  if (!lexicon.ok()) return lexicon.status();
  const auto analyzer = MakeDutchAnalyzer(*std::move(lexicon));
  if (!analyzer.ok()) return analyzer.status();
  const auto compiled = Synonyms::Compile(*synonyms, **analyzer);
  if (!compiled.ok()) return compiled.status();
  return builder.Build(*compiled);
}

}  // namespace socialekaart
