#include "indexer/importer/school.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"
#include "indexer/hsds/schema.h"
#include "indexer/hsds/value.h"
#include "indexer/importer/dutch_case.h"

namespace socialekaart {
namespace {

using Severity = v1::Finding::Severity;

// The terms of the profile that every school has. A care team is open to each family of the school, by way of the
// school.
struct Term {
  absl::string_view taxonomy, code, name;
};
constexpr auto kTerms = std::to_array<Term>({
    {"hulpniveau", "vrij-toegankelijk", "Vrij toegankelijke hulp"},
    {"soort", "school", "School"},
    {"toegang", "school", "Via school"},
});

// What families and practice workers read. Authored here: no register says it.
constexpr absl::string_view kTeam = "Zorgteam ";
constexpr absl::string_view kTeamDoes =
    "Het zorgteam van de school denkt mee met ouders, kind en leerkracht als het op school of thuis even niet goed "
    "gaat.";
constexpr absl::string_view kHowToApply = "Vraag ernaar bij de leerkracht of de intern begeleider van de school.";

bool IsSchoolCode(absl::string_view code) {
  const auto digit = [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); };
  const auto letter = [](char c) { return absl::ascii_isupper(static_cast<unsigned char>(c)); };
  return code.size() == 6 && digit(code[0]) && digit(code[1]) && (letter(code[2]) || digit(code[2])) &&
         (letter(code[3]) || digit(code[3])) && digit(code[4]) && digit(code[5]);
}

// "7151AB" and "7151 ab" -> "7151 AB"; "" for another form.
std::string ToPostalCode(absl::string_view text) {
  std::string code;
  for (const char c : text) {
    if (c != ' ') code += absl::ascii_toupper(static_cast<unsigned char>(c));
  }
  if (code.size() != 6 || code[0] == '0') return "";
  for (size_t i = 0; i < 6; ++i) {
    const auto c = static_cast<unsigned char>(code[i]);
    if (i < 4 ? !absl::ascii_isdigit(c) : !absl::ascii_isupper(c)) return "";
  }
  return code.insert(4, " ");
}

// Digits, with an optional + in front: the forms that a phone can be dialled in.
bool IsPhone(absl::string_view text) {
  const auto digits = std::count_if(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
  return digits >= 10 && digits <= 13 && text.find_first_not_of("0123456789 -+()") == absl::string_view::npos;
}

void Report(RecordSink& sink, absl::string_view rule, Severity severity, absl::string_view path,
            absl::string_view message) {
  sink.Add(MakeFinding(rule, severity, path, message, "Correct it in the register."));
}

}  // namespace

void SchoolImport::Check(School* school, RecordSink& sink) {
  school->code = absl::AsciiStrToUpper(school->code);
  if (!IsSchoolCode(school->code)) {
    Report(sink, "school.code", v1::Finding::SEVERITY_FATAL, "vestigingscode",
           "is missing or has another form than 12AB00");
  } else if (!codes_.insert(school->code).second) {
    Report(sink, "school.duplicate", v1::Finding::SEVERITY_FATAL, "vestigingscode",
           "came before; the first one counts");
  }
  if (school->name.empty()) Report(sink, "school.name", v1::Finding::SEVERITY_FATAL, "vestigingsnaam", "is missing");
  if (std::string postal_code = ToPostalCode(school->postal_code); postal_code != school->postal_code) {
    if (postal_code.empty() && !school->postal_code.empty()) {
      Report(sink, "school.postal-code", v1::Finding::SEVERITY_ERROR, "postcode",
             "has another form than 9999 AA; it is left out");
    }
    school->postal_code = std::move(postal_code);
  }
  if (!school->phone.empty() && !IsPhone(school->phone)) {
    Report(sink, "school.phone", v1::Finding::SEVERITY_WARNING, "telefoonnummer", "is no phone number; it is left out");
    school->phone.clear();
  }
  if (!school->website.empty()) {
    // Registers write "www.school.nl" as a rule: worth no finding.
    const hsds::Verdict verdict = hsds::Judge(*hsds::FindField("service", "url"), school->website);
    if (verdict.mended) school->website = verdict.mended->get<std::string>();
    if (verdict.fault && !verdict.mended) {
      Report(sink, "school.website", v1::Finding::SEVERITY_WARNING, "internetadres",
             "is no address of a website; it is left out");
      school->website.clear();
    }
  }
  school->city = ToDutchPlaceCase(school->city);
  school->municipality = ToDutchPlaceCase(school->municipality);
}

ImportedService SchoolImport::ToService(const School& school) const {
  ImportedService imported;
  v1::Organization& organization = imported.organization.emplace();
  organization.set_name("organizations/" + UuidOf(space_ + ".organization", school.code));
  organization.set_display_name(school.name);
  organization.set_description(absl::StrCat(school.kind, school.city.empty() ? "" : " in ", school.city,
                                            school.denomination.empty() ? "" : ". Richting: ", school.denomination,
                                            "."));
  organization.set_website(school.website);
  auto* identifier = organization.add_organization_identifiers();
  identifier->set_identifier_type("BRIN");
  identifier->set_identifier(school.code);

  v1::Location& location = imported.locations.emplace_back();
  location.set_name("locations/" + UuidOf(space_ + ".location", school.code));
  location.set_display_name(school.name);
  location.set_location_type(v1::LOCATION_TYPE_PHYSICAL);
  if (school.latitude && school.longitude) {
    location.set_latitude(*school.latitude);
    location.set_longitude(*school.longitude);
  }
  v1::Address& address = *location.add_addresses();
  address.set_address_1(std::string(absl::StripAsciiWhitespace(absl::StrCat(school.street, " ", school.number))));
  address.set_city(school.city);
  address.set_region(school.municipality);
  address.set_state_province(school.province);
  address.set_postal_code(school.postal_code);
  address.set_country("NL");
  address.set_address_type(v1::LOCATION_TYPE_PHYSICAL);
  if (!school.municipality_code.empty()) {
    (*location.mutable_unknown_properties()->mutable_fields())["gemeentecode"].set_string_value(
        "GM" + school.municipality_code);
  }

  v1::Service& service = imported.service;
  service.set_name("services/" + UuidOf(space_ + ".service", school.code));
  service.set_display_name(absl::StrCat(kTeam, school.name));
  service.set_description(std::string(kTeamDoes));
  service.set_application_process(std::string(kHowToApply));
  service.set_url(school.website);
  service.set_status(v1::SERVICE_STATUS_ACTIVE);
  if (school.minimum_age) service.set_minimum_age(*school.minimum_age);
  if (school.maximum_age) service.set_maximum_age(*school.maximum_age);
  if (!school.phone.empty()) service.add_phones()->set_number(school.phone);
  service.set_organization(organization.name());
  service.add_service_at_locations()->set_location(location.name());
  for (const Term& row : kTerms) {
    v1::TaxonomyTerm& term = *service.add_attributes()->mutable_taxonomy_term();
    term.set_taxonomy(std::string(row.taxonomy));
    term.set_code(std::string(row.code));
    term.set_name(std::string(row.name));
  }
  return imported;
}

absl::Status SchoolImport::Put(School school, int64_t line, RecordSink& sink) {
  context_.CountRead();
  sink.set_record(school.code);
  Check(&school, sink);
  if (sink.IsRejected(context_.options.strict())) {
    context_.Reject();
    return absl::OkStatus();
  }
  ImportedService imported = ToService(school);
  imported.file = context_.file;
  imported.line = line;
  return context_.PutOrReject(std::move(imported), sink);
}

}  // namespace socialekaart
