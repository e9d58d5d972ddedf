#include "indexer/index/summary.h"

#include "absl/time/time.h"
#include "indexer/record/profile.h"

namespace socialekaart {
namespace {

v1::Location SummarizeLocation(const v1::Location& location) {
  v1::Location summary;
  summary.set_name(location.name());
  summary.set_display_name(location.display_name());
  summary.set_location_type(location.location_type());
  summary.set_confidential(location.confidential());
  if (location.has_latitude()) summary.set_latitude(location.latitude());
  if (location.has_longitude()) summary.set_longitude(location.longitude());
  for (const v1::Address& address : location.addresses()) {
    v1::Address* kept = summary.add_addresses();
    kept->set_address_1(address.address_1());
    kept->set_city(address.city());
    kept->set_postal_code(address.postal_code());
    kept->set_country(address.country());
    kept->set_address_type(address.address_type());
  }
  for (const v1::Phone& phone : location.phones()) summary.add_phones()->set_number(phone.number());
  return summary;
}

}  // namespace

v1::Service Summarize(const v1::Service& service, const Taxonomy& taxonomy) {
  v1::Service summary;
  summary.set_name(service.name());
  summary.set_display_name(service.display_name());
  summary.set_alternate_name(service.alternate_name());
  summary.set_url(service.url());
  summary.set_email(service.email());
  summary.set_status(service.status());
  summary.set_application_process(service.application_process());
  summary.set_fees_description(service.fees_description());
  summary.set_eligibility_description(service.eligibility_description());
  summary.set_alert(service.alert());
  summary.set_assured_date(service.assured_date());
  if (service.has_minimum_age()) summary.set_minimum_age(service.minimum_age());
  if (service.has_maximum_age()) summary.set_maximum_age(service.maximum_age());
  for (const v1::Phone& phone : service.phones()) {
    v1::Phone* kept = summary.add_phones();
    kept->set_number(phone.number());
    kept->set_description(phone.description());
  }
  for (const v1::Contact& contact : service.contacts()) {
    v1::Contact* kept = summary.add_contacts();
    kept->set_name(contact.name());
    kept->set_title(contact.title());
    kept->set_department(contact.department());
    kept->set_email(contact.email());
    for (const v1::Phone& phone : contact.phones()) kept->add_phones()->set_number(phone.number());
  }
  for (const v1::Language& language : service.languages()) summary.add_languages()->set_code(language.code());
  for (const v1::ServiceArea& area : service.service_areas()) {
    v1::ServiceArea* kept = summary.add_service_areas();
    kept->set_name(area.name());
    kept->set_extent(area.extent());
    kept->set_extent_type(area.extent_type());
  }
  for (const v1::ServiceCapacity& capacity : service.capacities()) {
    v1::ServiceCapacity* kept = summary.add_capacities();
    kept->mutable_unit()->set_name(capacity.unit().name());
    kept->set_available(capacity.available());
    kept->set_updated(capacity.updated());
  }
  summary.set_organization(service.organization());
  if (service.has_organization_detail()) {
    summary.mutable_organization_detail()->set_name(service.organization_detail().name());
    summary.mutable_organization_detail()->set_display_name(service.organization_detail().display_name());
  }
  for (const v1::ServiceAtLocation& at : service.service_at_locations()) {
    v1::ServiceAtLocation* kept = summary.add_service_at_locations();
    kept->set_location(at.location());
    if (at.has_location_detail()) *kept->mutable_location_detail() = SummarizeLocation(at.location_detail());
  }
  summary.set_etag(service.etag());
  summary.set_revision(service.revision());
  *summary.mutable_profile() = ProfileOf(service, taxonomy, absl::InfinitePast());
  summary.mutable_profile()->clear_waiting_days();
  summary.mutable_profile()->clear_waiting_measured_date();
  return summary;
}

}  // namespace socialekaart
