#include "services/gateway/form.h"

#include <gtest/gtest.h>

#include <string>

namespace socialekaart::gateway {
namespace {

TEST(FormTest, ReadsWhatBrowsersSend) {
  const auto fields = ParseForm("a=1&b=+x+y%2B%c3%a9&&c&=d&a=2");
  ASSERT_TRUE(fields.has_value());
  EXPECT_EQ(fields->size(), 5u);
  EXPECT_EQ(FieldOf(*fields, "a"), "1");
  EXPECT_EQ(FieldOf(*fields, "b"), "x y+é");
  EXPECT_EQ(FieldOf(*fields, "c"), "");
  EXPECT_EQ(FieldOf(*fields, "weg"), "");
  for (const std::string bad : {"a=%", "a=%1", "a=%g1", "%=a"}) EXPECT_FALSE(ParseForm(bad).has_value()) << bad;
  std::string many;
  for (int i = 0; i < 101; ++i) many += "a=1&";
  EXPECT_FALSE(ParseForm(many).has_value());
}

}  // namespace
}  // namespace socialekaart::gateway
