#include "tests/services/gateway/gateway_fixture.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace socialekaart::gateway {

SmallApi::SmallApi()
    : live_(*LiveMatcher::Load(absl::StrCat(SOCIALEKAART_SOURCE_DIR, "/data"), directory_.analyzer())),
      matcher_(live_->Get()),
      service_(directory_.store(), directory_.catalog(), directory_.index(), directory_.places(),
               directory_.taxonomy(), matcher_->masker()),
      search_(directory_.index(), directory_.places(), directory_.rules(), *live_, waiting_),
      match_(*live_, directory_.index(), directory_.places(), directory_.store()),
      policy_(*live_) {}

SmallGateway::SmallGateway(GatewayOptions options) {
  options.listen = "127.0.0.1:0";
  auto started = Gateway::Start(options, api.Api());
  EXPECT_TRUE(started.ok()) << started.status();
  gateway = *std::move(started);
}

}  // namespace socialekaart::gateway
