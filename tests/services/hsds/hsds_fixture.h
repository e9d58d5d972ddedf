#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "services/find_services.h"
#include "services/hsds/api.h"
#include "services/matching/live_matcher.h"
#include "tests/support/small_directory.h"

namespace socialekaart::hsds_api {

// The HSDS API over a small directory.
class HsdsTest : public testing::Test {
 protected:
  v1::Organization AddOrganization(const std::string& name) {
    v1::Organization organization;
    organization.set_display_name(name);
    organization.set_description("Verzonnen voor deze test.");
    return *directory_.catalog().Create(organization, "", false);
  }
  // Of a service that is there.
  void SetOrganization(v1::Service service, const v1::Organization& organization) {
    service.set_organization(organization.name());
    service.clear_etag();
    ASSERT_TRUE(directory_.catalog().Update(service, {}, false).ok());
  }
  void Delete(const v1::Service& service) {
    ASSERT_TRUE(directory_.catalog().Delete<v1::Service>(service.name(), "").ok());
  }
  static std::string IdOfRecord(const std::string& name) { return name.substr(name.find('/') + 1); }

  Json List(Collection collection, const Parameters& parameters = {}, uint64_t client = 0) {
    const auto answer = api_.List(collection, parameters, client);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? Json::parse(answer->json) : Json();
  }
  Json Get(Collection collection, const std::string& id) {
    const auto answer = api_.Get(collection, id, {});
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? Json::parse(answer->json) : Json();
  }
  std::vector<std::string> NamesOf(Collection collection, const Parameters& parameters) {
    std::vector<std::string> names;
    const Json page = List(collection, parameters);
    for (const Json& record : page["contents"]) {
      names.push_back((record.contains("service") ? record["service"] : record)["name"].get<std::string>());
    }
    return names;
  }

  SmallDirectory directory_;
  std::unique_ptr<LiveMatcher> matcher_ = *LiveMatcher::Load(SOCIALEKAART_SOURCE_DIR "/data", directory_.analyzer());
  HsdsApi api_{directory_.store(), directory_.taxonomy(), directory_.places(), [this](const std::string& text) {
                 directory_.Settle();
                 return FindServices(text, directory_.index(), directory_.rules(), directory_.places(),
                                     *matcher_->Get());
               }};
};

}  // namespace socialekaart::hsds_api
