#include "indexer/place/postal_text.h"

#include <array>
#include <string>

#include "gtest/gtest.h"

namespace socialekaart {
namespace {

using Form = PostalText::Form;

struct Case {
  std::string text;
  Form form;
  std::string digits = {};
  std::string letters = {};
  std::string name = {};
};

TEST(PostalTextTest, TellsWhatATextLooksLike) {
  for (const Case& c : std::to_array<Case>({
           {"7151 AB", Form::kPc6, "7151", "AB"},
           {"7151ab", Form::kPc6, "7151", "AB"},
           {"  7151AB\t", Form::kPc6, "7151", "AB"},
           {"NL-7151 AB", Form::kPc6, "7151", "AB"},
           {"7151", Form::kPc4, "7151"},
           {"7151 Eibergen", Form::kPc4AndName, "7151", "", "EIBERGEN"},
           {"7151, Eibergen", Form::kPc4AndName, "7151", "", "EIBERGEN"},
           {"7151 AB Eibergen", Form::kPc4AndName, "7151", "", "AB EIBERGEN"},
           {"7151AB Eibergen", Form::kPc4AndName, "7151", "", "AB EIBERGEN"},
           {"2000 Antwerpen", Form::kPc4AndName, "2000", "", "ANTWERPEN"},
           {"9000 De Pinte", Form::kPc4AndName, "9000", "", "DE PINTE"},
           {"B-2000", Form::kBelgian},
           {"b 2000", Form::kBelgian},
           {"BE 9000 Gent", Form::kBelgian},
           {"BE-9000", Form::kBelgian},
           {"B2000", Form::kBelgian},
           {"7151 A", Form::kMalformed, "7151"},
           {"7151  AB", Form::kMalformed, "7151"},
           {"7151ABC", Form::kMalformed, "7151"},
           {"7151 SS", Form::kMalformed, "7151", "SS"},
           {"7151sa", Form::kMalformed, "7151", "SA"},
           {"7151 SD", Form::kMalformed, "7151", "SD"},
           {"0123AB", Form::kMalformed},
           {"0123", Form::kMalformed},
           {"71511AB", Form::kMalformed},
           {"715", Form::kMalformed},
           {"7151 12", Form::kMalformed, "7151"},
           {"Eibergen", Form::kNone},
           {"Beek", Form::kNone},
           {"", Form::kNone},
       })) {
    SCOPED_TRACE(c.text);
    const PostalText parsed = ParsePostalText(c.text);
    EXPECT_EQ(parsed.form, c.form);
    EXPECT_EQ(parsed.digits, c.digits);
    EXPECT_EQ(parsed.letters, c.letters);
    EXPECT_EQ(parsed.name, c.name);
  }
}

TEST(PostalTextTest, ReadsCodes) {
  EXPECT_EQ(ParsePostalCode6("7151 ab"), "7151AB");
  EXPECT_EQ(ParsePostalCode6("7151"), std::nullopt);
  EXPECT_EQ(ParsePostalCode6("7151 SS"), std::nullopt);
  EXPECT_EQ(ParseMunicipalityCode("GM1859"), "GM1859");
  EXPECT_EQ(ParseMunicipalityCode(" gm0106 "), "GM0106");
  EXPECT_EQ(ParseMunicipalityCode("0106"), "GM0106");
  EXPECT_EQ(ParseMunicipalityCode("GM106"), std::nullopt);
  EXPECT_EQ(ParseMunicipalityCode("WK1859"), std::nullopt);
  EXPECT_EQ(ParseBrin("12ab00"), "12AB00");
  EXPECT_EQ(ParseBrin("12AB"), "12AB00");
  EXPECT_EQ(ParseBrin("12AB0"), std::nullopt);
  EXPECT_EQ(ParseBrin("7151AB"), std::nullopt);
}

}  // namespace
}  // namespace socialekaart
