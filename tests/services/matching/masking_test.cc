#include "services/matching/masking.h"

#include <string>
#include <tuple>
#include <vector>

#include "tests/services/matching/reader_fixture.h"

namespace socialekaart {
namespace {

// Code points of valid UTF-8.
size_t Length(const std::string& text) {
  return ReadNote(text).folded.size();
}

struct Case {
  std::string text;
  std::vector<std::pair<std::string, std::string>> masked;  // kind, words
};

TEST(MaskerTest, FindsPersonalData) {
  for (const Case& c : std::vector<Case>{
           {"bsn 111222333 van hem", {{"bsn", "111222333"}}},
           {"zijn nummer is 123456782.", {{"bsn", "123456782"}}},
           {"1112.22.333", {{"bsn", "1112.22.333"}}},
           {"111 222 333", {{"bsn", "111 222 333"}}},
           {"111-222-333 moeder belt", {{"bsn", "111-222-333"}}},
           {"10000033 zonder nul", {{"bsn", "10000033"}}},
           {"BSN: 123456789", {{"bsn", "123456789"}}},
           {"bel 06-12345678 na 4", {{"phone", "06-12345678"}}},
           {"bel 06 12 34 56 78", {{"phone", "06 12 34 56 78"}}},
           {"tel 0612345678", {{"phone", "0612345678"}}},
           {"tel: 0545 - 123456", {{"phone", "0545 - 123456"}}},
           {"(0545) 12 34 56", {{"phone", "(0545) 12 34 56"}}},
           {"+31612345678", {{"phone", "+31612345678"}}},
           {"+31 (0)6 1234 5678", {{"phone", "+31 (0)6 1234 5678"}}},
           {"0031 6 12345678", {{"phone", "0031 6 12345678"}}},
           {"mail naar jan.de.vries@voorbeeld.nl.", {{"email", "jan.de.vries@voorbeeld.nl"}}},
           {"geb. 12-03-2015", {{"birth_date", "12-03-2015"}}},
           {"12-03-2015 boos", {{"birth_date", "12-03-2015"}}},
           {"12/3/15", {{"birth_date", "12/3/15"}}},
           {"12.03.2015", {{"birth_date", "12.03.2015"}}},
           {"2015-03-12", {{"birth_date", "2015-03-12"}}},
           {"geboren op 12 maart 2015", {{"birth_date", "12 maart 2015"}}},
           {"12 mrt. 2015", {{"birth_date", "12 mrt. 2015"}}},
           {"geboren 3 mei", {{"birth_date", "3 mei"}}},
           {"geboren in 2015", {{"birth_date", "2015"}}},
           {"geboortedatum 12032015", {{"birth_date", "12032015"}}},
           {"woont Kerkstraat 12 in Eibergen", {{"address", "Kerkstraat 12"}}},
           {"woont kerkstraat 12a", {{"address", "kerkstraat 12a"}}},
           {"op de Burgemeester van der Veenlaan 3 b", {{"address", "Burgemeester van der Veenlaan 3 b"}}},
           {"aan de Lange Weg 4", {{"address", "Lange Weg 4"}}},
           {"De Brink 3", {{"address", "De Brink 3"}}},
           {"7151 AB 12, Eibergen", {{"address", "12"}}},
           {"Hij heet Tim en is boos", {{"name", "Tim"}}},
           {"hij heet tim en is boos", {{"name", "tim"}}},
           {"mijn zoon heet Tim de Vries, 8 jaar", {{"name", "Tim de Vries"}}},
           {"een jongen genaamd Daan", {{"name", "Daan"}}},
           {"haar naam is Noor van den Berg", {{"name", "Noor van den Berg"}}},
           {"mijn zoon Tim is 8 jaar", {{"name", "Tim"}}},
           {"dochter Zoë huilt", {{"name", "Zoë"}}},
           {"mevrouw Jansen belt", {{"name", "Jansen"}}},
           {"Zoë: ik heet Zoë, tel 0612345678", {{"name", "Zoë"}, {"name", "Zoë"}, {"phone", "0612345678"}}},
           {"😀 heet hij Bram? bel 0612345678", {{"name", "Bram"}, {"phone", "0612345678"}}},
       }) {
    SCOPED_TRACE(c.text);
    std::vector<v1::MaskedSpan> spans;
    const std::string masked = TheMasker().Mask(c.text, &spans);
    EXPECT_EQ(Length(masked), Length(c.text));
    const Note note = ReadNote(c.text);
    std::vector<std::pair<std::string, std::string>> found;
    for (const v1::MaskedSpan& span : spans) {
      const size_t begin = note.byte_of[static_cast<size_t>(span.offset())];
      const size_t end = note.byte_of[static_cast<size_t>(span.offset() + span.length())];
      found.emplace_back(span.kind(), c.text.substr(begin, end - begin));
      EXPECT_EQ(masked.find(found.back().second), c.text.rfind(found.back().second) == c.text.find(found.back().second)
                                                      ? std::string::npos
                                                      : masked.find(found.back().second));
    }
    EXPECT_EQ(found, c.masked);
  }
}

TEST(MaskerTest, LeavesLookAlikesAlone) {
  for (const char* text : {
           "jongen 8 jaar, sinds scheiding boos op school",
           "8 jr boos",
           "groep 5, 8 jaar",
           "groep 5 8 9",
           "postcode 7151 AB",
           "7151AB 8 jaar",
           "KvK 12345678",
           "kvk-nummer 10000033",
           "AGB 01012345",
           "123456789",
           "bel 0800-2000 of 113",
           "112",
           "0900-8844",
           "sinds 12-03-2026 boos",
           "sinds 3 september 2026 thuis",
           "onderweg 2 keer boos",
           "al 3 weken weg 2 dagen",
           "op het schoolplein 3 keer geslagen",
           "ervaring 3 jaar",
           "is weg 3 dagen",
           "in groep 8 gepest",
           "cijfer 7,5 voor rekenen",
           "2,5 jaar",
           "het is heet buiten",
           "meisje is boos",
           "zoon ADHD?",
           "dochter Marokkaans",
           "moeder POH gesproken",
           "ruzie met Oma",
           "1 op 3",
           "van 12 naar 14 jaar",
           "100 euro per week",
           "3-mmc",
           "24/7",
           "16+",
           "",
           "...",
           "iq 85",
           "2 broers, 3 zussen",
           "2026",
           "in 2024 gescheiden",
           "9 mei toets",
           "om 10.30 uur",
           "10-12 jaar",
       }) {
    SCOPED_TRACE(text);
    std::vector<v1::MaskedSpan> spans;
    EXPECT_EQ(TheMasker().Mask(text, &spans), text);
    EXPECT_TRUE(spans.empty()) << spans[0].ShortDebugString();
  }
}

TEST(MaskerTest, RefusesAListThatIsNotThere) {
  EXPECT_EQ(Masker::Load("/nonexistent/masking.textproto").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace socialekaart
