#include "clients/cli/record_text.h"

#include <fmt/format.h>

#include <vector>

#include "clients/cli/text.h"
#include "clients/cli/words.h"

namespace socialekaart::cli {
namespace {

constexpr size_t kLabelWidth = 16;

std::string Join(const std::vector<std::string>& parts, const char* separator) {
  std::vector<std::string> filled;
  for (const std::string& part : parts) {
    if (!part.empty()) filled.push_back(part);
  }
  return fmt::format("{}", fmt::join(filled, separator));
}

// Values wrap under each other, beside the label.
std::string Row(const std::string& label, const std::string& value, const Output& output) {
  if (value.empty()) return "";
  const std::string lines = output.Paragraph(value, kLabelWidth);
  return output.Dim(Pad(label, kLabelWidth)) + lines.substr(kLabelWidth);
}

template <typename Items, typename Text>
std::string JoinEach(const Items& items, const char* separator, Text text) {
  std::vector<std::string> parts;
  for (const auto& item : items) parts.push_back(text(item));
  return Join(parts, separator);
}

std::string AddressText(const v1::Address& address) {
  return Join({address.address_1(), address.address_2(), Join({address.postal_code(), address.city()}, " ")}, ", ");
}

std::string PhonesText(const google::protobuf::RepeatedPtrField<v1::Phone>& phones) {
  return JoinEach(phones, "\n", [](const v1::Phone& phone) {
    return Join({phone.number(), phone.description()}, "  ");
  });
}

std::string StatusText(v1::ServiceStatus status) {
  switch (status) {
    case v1::SERVICE_STATUS_TEMPORARILY_CLOSED:
      return "tijdelijk gesloten";
    case v1::SERVICE_STATUS_INACTIVE:
      return "niet actief";
    case v1::SERVICE_STATUS_DEFUNCT:
      return "opgeheven";
    default:
      return "";
  }
}

std::string AreaText(const v1::Service& service) {
  return JoinEach(service.service_areas(), "\n", [](const v1::ServiceArea& area) {
    return Join({area.name(), area.extent()}, ": ");
  });
}

std::string ContactText(const v1::Contact& contact) {
  const std::string phones = JoinEach(contact.phones(), " / ", [](const v1::Phone& phone) { return phone.number(); });
  return Join({contact.name(), contact.title(), contact.department(), phones, contact.email()}, ", ");
}

template <typename Codes>
std::string CodesText(const Codes& codes) {
  return JoinEach(codes, ", ", [](const std::string& code) { return code; });
}

std::string ProvenanceText(const v1::Provenance& provenance) {
  std::string text = Join({provenance.source(), provenance.external_id()}, " ");
  if (provenance.has_delete_time()) text += " (verwijderd)";
  return text;
}

}  // namespace

std::string RecordText(const v1::Service& service, const Output& output) {
  const v1::ServiceProfile& profile = service.profile();
  std::string text = output.Bold(OneLine(service.display_name())) + "\n";
  if (!service.alert().empty()) text += output.Red("Let op: ") + OneLine(service.alert()) + "\n";
  text += Row("Status", StatusText(service.status()), output);
  text += Row("Aanbieder", OrganizationText(service), output);
  text += Row("Wat", service.description(), output);
  text += Row("Niveau", LevelsText(service), output);
  text += Row("Soort", profile.kind(), output);
  text += Row("Voor", CodesText(profile.problems()), output);
  text += Row("Niet voor", CodesText(profile.excluded_problems()), output);
  text += Row("Leeftijd", AgesText(service), output);
  text += Row("Werkgebied", AreaText(service), output);
  text += Row("Toegang", CodesText(profile.access()), output);
  text += Row("Aanmelden", service.application_process(), output);
  if (profile.has_waiting_days()) {
    text += Row("Wachttijd",
                fmt::format("{} dagen (gemeten {})", profile.waiting_days(), profile.waiting_measured_date()), output);
  }
  text += Row("Kosten", service.fees_description(), output);
  text += Row("Telefoon", service.phones_size() > 0 ? PhonesText(service.phones()) : PhoneText(service), output);
  text += Row("E-mail", service.email(), output);
  text += Row("Website", service.url(), output);
  text += Row("Korte lijnen", JoinEach(service.contacts(), "\n", ContactText), output);
  for (const v1::ServiceAtLocation& at_location : service.service_at_locations()) {
    const v1::Location& location = at_location.location_detail();
    const std::string addresses = JoinEach(location.addresses(), "\n", AddressText);
    text += Row("Locatie", Join({location.display_name(), addresses}, "\n"), output);
  }
  text += Row("Talen",
              JoinEach(service.languages(), ", ",
                       [](const v1::Language& language) {
                         return language.name().empty() ? language.code() : language.name();
                       }),
              output);
  text += Row("Gecontroleerd", service.assured_date(), output);
  text += Row("Bron", ProvenanceText(service.provenance()), output);
  return text + Row("Naam", service.name(), output);
}

std::string RecordText(const v1::Organization& organization, const Output& output) {
  std::string text = output.Bold(OneLine(organization.display_name())) + "\n";
  text += Row("Wat", organization.description(), output);
  text += Row("Telefoon", PhonesText(organization.phones()), output);
  text += Row("E-mail", organization.email(), output);
  text += Row("Website", organization.website(), output);
  text += Row("Korte lijnen", JoinEach(organization.contacts(), "\n", ContactText), output);
  text += Row("Nummers",
              JoinEach(organization.organization_identifiers(), "\n",
                       [](const v1::OrganizationIdentifier& identifier) {
                         return Join({identifier.identifier_type(), identifier.identifier()}, " ");
                       }),
              output);
  text += Row("Bron", ProvenanceText(organization.provenance()), output);
  return text + Row("Naam", organization.name(), output);
}

std::string RecordText(const v1::Location& location, const Output& output) {
  std::string text =
      output.Bold(OneLine(location.display_name().empty() ? location.name() : location.display_name())) + "\n";
  if (location.confidential()) text += Row("Vertrouwelijk", "adres niet zichtbaar", output);
  text += Row("Adres", JoinEach(location.addresses(), "\n", AddressText), output);
  if (location.has_latitude() && location.has_longitude()) {
    text += Row("Punt", fmt::format("{:.5f},{:.5f}", location.latitude(), location.longitude()), output);
  }
  text += Row("Bereikbaar", location.transportation(), output);
  text += Row("Telefoon", PhonesText(location.phones()), output);
  text += Row("Bron", ProvenanceText(location.provenance()), output);
  return text + Row("Naam", location.name(), output);
}

}  // namespace socialekaart::cli
