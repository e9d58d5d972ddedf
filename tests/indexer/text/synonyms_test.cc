#include "indexer/text/synonyms.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/indexer/text/dutch.h"

namespace socialekaart {
namespace {

data::v1::Synonyms Groups(const std::vector<std::pair<std::string, std::vector<std::string>>>& groups) {
  data::v1::Synonyms synonyms;
  for (const auto& [id, members] : groups) {
    auto* group = synonyms.add_groups();
    group->set_id(id);
    for (const std::string& member : members) group->add_members(member);
  }
  return synonyms;
}

class SynonymsTest : public testing::Test {
 protected:
  SynonymsTest()
      : synonyms_(*Synonyms::Read(*Synonyms::Compile(Groups({
                                                         {"pest", {"pesten", "treiteren"}},
                                                         {"schoolziek", {"niet naar school", "thuiszitter"}},
                                                         {"school", {"school", "onderwijs"}},
                                                         {"ib", {"ib'er", "intern begeleider"}},
                                                         {"poh", {"poh-jeugd", "praktijkondersteuner"}},
                                                         {"eet", {"eten"}},
                                                         {"leren", {"school"}},
                                                     }),
                                                     Dutch()))) {}

  // Each synonym with the text that it stands for.
  std::string Mark(const std::string& text) const {
    auto tokens = Dutch().Analyze(text);
    for (TextToken& token : tokens) {
      std::erase_if(token.forms, [](const TextForm& form) { return form.kind == TextForm::Kind::kSynonym; });
    }
    synonyms_.Mark(&tokens);
    std::string all;
    for (const TextToken& token : tokens) {
      for (const TextForm& form : token.forms) {
        if (form.kind != TextForm::Kind::kSynonym) continue;
        all += (all.empty() ? "" : ", ") + form.term + " " + text.substr(form.offset, form.length);
      }
    }
    return all;
  }

  Synonyms synonyms_;
};

TEST_F(SynonymsTest, MarksMembersByTheirLemmas) {
  for (const auto& [text, marked] : std::vector<std::pair<std::string, std::string>>{
           {"hij wordt gepest", "=pest gepest"},
           {"Intern begeleiders", "=ib Intern begeleiders"},
           {"de IB'er", "=ib IB'er"},
           {"poh-jeugd", "=poh poh-jeugd"},
           {"pohjeugd", "=poh pohjeugd"},
           {"onderwijs en school", "=school onderwijs, =leren school, =school school"},
           // The longest member at a word; the words behind it have their own.
           {"wil niet naar school", "=schoolziek niet naar school, =leren school, =school school"},
           {"naar school", "=leren school, =school school"},
           {"niets", ""},
           {"", ""},
       }) {
    EXPECT_EQ(Mark(text), marked) << text;
  }
}

TEST_F(SynonymsTest, MarksWholePartsOfCompounds) {
  EXPECT_EQ(Mark("schoolvragen"), "=leren school, =school school");
  EXPECT_EQ(Mark("eetstoornis"), "");  // four letters are too few
}

TEST(SynonymsCompilerTest, RefusesWhatCannotBeFound) {
  EXPECT_FALSE(Synonyms::Compile(Groups({{"Met Hoofdletter", {"a"}}}), Dutch()).ok());
  EXPECT_FALSE(Synonyms::Compile(Groups({{"", {"a"}}}), Dutch()).ok());
  EXPECT_FALSE(Synonyms::Compile(Groups({{"twee", {"a"}}, {"twee", {"b"}}}), Dutch()).ok());
  EXPECT_FALSE(Synonyms::Compile(Groups({{"leeg", {" - "}}}), Dutch()).ok());
  EXPECT_FALSE(Synonyms::Compile(Groups({{"lang", {"a b c d e f g h i"}}}), Dutch()).ok());
  EXPECT_FALSE(Synonyms::Read("geen tabs\n").ok());
}

}  // namespace
}  // namespace socialekaart
