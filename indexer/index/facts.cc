#include "indexer/index/facts.h"

#include <algorithm>
#include <climits>
#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"
#include "indexer/base/codec.h"
#include "indexer/base/date.h"
#include "indexer/index/schedule.h"
#include "indexer/place/area.h"
#include "indexer/record/names.h"
#include "indexer/record/profile.h"

namespace socialekaart {
namespace {

static_assert(std::is_trivially_copyable_v<Facts::Header> && std::is_trivially_copyable_v<Facts::Point>);

constexpr size_t kMaxList = UINT16_MAX;

template <typename Term>
int PositionOf(const google::protobuf::RepeatedPtrField<Term>& terms, const Term* term) {
  for (int i = 0; i < terms.size(); ++i) {
    if (&terms[i] == term) return i;
  }
  return -1;
}

uint64_t ProblemBits(const google::protobuf::RepeatedPtrField<std::string>& codes, const Taxonomy& taxonomy) {
  uint64_t bits = 0;
  for (const std::string& code : codes) bits |= uint64_t{1} << PositionOf(taxonomy.data().problems(), taxonomy.FindProblem(code));
  return bits;
}

int32_t DayNumber(absl::CivilDay day) { return static_cast<int32_t>(day - absl::CivilDay(1970, 1, 1)); }

template <typename Number>
void AddOnce(Number number, std::vector<Number>* numbers) {
  if (number != 0 && numbers->size() < kMaxList && std::find(numbers->begin(), numbers->end(), number) == numbers->end()) numbers->push_back(number);
}

template <typename Value>
void Append(const Value* values, size_t count, std::string* bytes) {
  bytes->append(reinterpret_cast<const char*>(values), count * sizeof(Value));
}

void AddLocation(const v1::Location& location, const Gazetteer& gazetteer, Facts* facts) {
  if (location.confidential() || location.location_type() == v1::LOCATION_TYPE_VIRTUAL) return;
  std::string postal_code;
  for (const v1::Address& address : location.addresses()) {
    if (address.country() == "NL" && address.address_type() != v1::LOCATION_TYPE_POSTAL) postal_code = address.postal_code();
  }
  for (const std::string& code : gazetteer.MunicipalityCodesOf(postal_code)) AddOnce(EncodeMunicipality(code), &facts->municipalities);
  if (facts->points.size() == kMaxList) return;
  if (location.has_latitude() && location.has_longitude()) {
    facts->points.push_back({static_cast<float>(location.latitude()), static_cast<float>(location.longitude()), 0});
  } else if (const auto centre = gazetteer.PointOfPostalCode4(postal_code.substr(0, 4))) {
    facts->points.push_back({static_cast<float>(centre->latitude()), static_cast<float>(centre->longitude()), 1});
  }
}

// Parts of a record that a referrer can act upon. Freshness is added when asked, for it changes with time.
uint8_t QualityOf(const v1::Service& service, const v1::ServiceProfile& profile, bool has_area) {
  constexpr size_t kUsefulDescription = 60;
  bool reachable = !service.email().empty() || !service.url().empty() || service.phones_size() > 0;
  for (const auto& contact : service.contacts()) reachable |= contact.phones_size() > 0 || !contact.email().empty();
  const bool parts[Facts::kQualityParts] = {service.description().size() >= kUsefulDescription,
                                            reachable,
                                            service.has_minimum_age() && service.has_maximum_age(),
                                            has_area,
                                            !profile.levels().empty(),
                                            !profile.kind().empty(),
                                            !profile.access().empty(),
                                            !service.application_process().empty(),
                                            service.service_at_locations_size() > 0};
  return static_cast<uint8_t>(std::count(std::begin(parts), std::end(parts), true));
}

}  // namespace

uint64_t EncodeArea(absl::string_view code) {
  constexpr size_t kMaxCode = 10;  // of six bits: "BU18590100", "PC6:7151AB"
  if (code.empty() || code.size() > kMaxCode) return 0;
  uint64_t number = 0;
  for (const char c : code) {
    const unsigned digit = c >= 'A' && c <= 'Z' ? static_cast<unsigned>(c - 'A') + 1 : c >= '0' && c <= '9' ? static_cast<unsigned>(c - '0') + 27 : c == ':' ? 37u : 0u;
    if (digit == 0) return 0;
    number = (number << 6) | digit;
  }
  return number;
}

uint16_t EncodeLanguage(absl::string_view code) {
  if (code.size() != 2 || !absl::ascii_isalpha(static_cast<unsigned char>(code[0])) || !absl::ascii_isalpha(static_cast<unsigned char>(code[1]))) return 0;
  return static_cast<uint16_t>(absl::ascii_tolower(static_cast<unsigned char>(code[0])) << 8 | absl::ascii_tolower(static_cast<unsigned char>(code[1])));
}

uint16_t EncodeMunicipality(absl::string_view code) {
  uint32_t number = 0;
  if (!absl::StartsWith(code, "GM") || !absl::SimpleAtoi(code.substr(2), &number) || number > UINT16_MAX) return 0;
  return static_cast<uint16_t>(number);
}

Facts FactsOf(const v1::Service& service, const Taxonomy& taxonomy, const Gazetteer& gazetteer) {
  constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();
  Facts facts;
  Facts::Header& header = facts.header;
  const v1::ServiceProfile profile = ProfileOf(service, taxonomy, absl::InfinitePast());
  const std::string digits = absl::HexStringToBytes(absl::StrReplaceAll(IdOf(service.name()), {{"-", ""}}));
  std::copy_n(digits.begin(), std::min(digits.size(), header.id.size()), header.id.begin());
  header.gate.status = static_cast<uint8_t>(service.status());
  header.gate.minimum_age = service.has_minimum_age() ? static_cast<float>(service.minimum_age()) : kUnknown;
  header.gate.maximum_age = service.has_maximum_age() ? static_cast<float>(service.maximum_age()) : kUnknown;
  const auto assured = ParseDate(service.assured_date());
  header.gate.assured_day = assured ? DayNumber(*assured) : INT32_MIN;
  header.gate.tie = static_cast<uint32_t>(Hash(service.name()));
  header.gate.problems = ProblemBits(profile.problems(), taxonomy);
  header.gate.excluded_problems = ProblemBits(profile.excluded_problems(), taxonomy);
  for (const int level : profile.levels()) header.gate.levels = static_cast<uint16_t>(header.gate.levels | (1u << level));
  for (const std::string& code : profile.access()) {
    header.gate.access = static_cast<uint8_t>(header.gate.access | (1u << PositionOf(taxonomy.data().access(), taxonomy.FindAccess(code))));
  }
  header.gate.kind = profile.kind().empty() ? int8_t{-1} : static_cast<int8_t>(PositionOf(taxonomy.data().kinds(), taxonomy.FindKind(profile.kind())));
  for (const std::string& code : profile.contracted_by()) AddOnce(EncodeMunicipality(code), &facts.contracts);
  const auto measured = ParseDate(profile.waiting_measured_date());
  header.gate.waiting_measured_day = measured ? DayNumber(*measured) : INT32_MIN;
  header.gate.waiting_days = profile.has_waiting_days() ? static_cast<uint16_t>(profile.waiting_days()) : UINT16_MAX;
  const AreaCodes areas = AreaCodesOf(service);
  for (const std::string& code : areas.codes) {
    for (const std::string& cover : CoverTerms(code)) AddOnce(EncodeArea(cover), &facts.areas);
    for (const std::string& touch : TouchTerms(code)) AddOnce(EncodeArea(touch), &facts.touches);
    AddOnce(EncodeMunicipality(code), &facts.municipalities);
  }
  for (const auto& language : service.languages()) AddOnce(EncodeLanguage(language.code()), &facts.languages);
  facts.schedule = PackSchedules(service);
  for (const auto& at : service.service_at_locations()) AddLocation(at.location_detail(), gazetteer, &facts);
  header.gate.quality = QualityOf(service, profile, !areas.codes.empty());
  header.gate.area = facts.areas.empty() ? 0 : facts.areas[0];
  header.gate.latitude = facts.points.empty() ? kUnknown : facts.points[0].latitude;
  header.gate.longitude = facts.points.empty() ? kUnknown : facts.points[0].longitude;
  header.gate.approximate = !facts.points.empty() && facts.points[0].approximate != 0;
  header.gate.has_more = facts.points.size() > 1 || facts.areas.size() > 1;
  header.areas = static_cast<uint16_t>(facts.areas.size());
  header.touches = static_cast<uint16_t>(facts.touches.size());
  header.points = static_cast<uint16_t>(facts.points.size());
  header.municipalities = static_cast<uint16_t>(facts.municipalities.size());
  header.languages = static_cast<uint16_t>(facts.languages.size());
  header.contracts = static_cast<uint16_t>(facts.contracts.size());
  return facts;
}

std::string Pack(const Facts& facts) {
  std::string bytes;
  Append(&facts.header, 1, &bytes);
  Append(facts.areas.data(), facts.areas.size(), &bytes);
  Append(facts.touches.data(), facts.touches.size(), &bytes);
  Append(facts.points.data(), facts.points.size(), &bytes);
  Append(facts.municipalities.data(), facts.municipalities.size(), &bytes);
  Append(facts.languages.data(), facts.languages.size(), &bytes);
  Append(facts.contracts.data(), facts.contracts.size(), &bytes);
  bytes += facts.schedule;
  return bytes;
}

bool FactsView::Set(absl::string_view bytes) {
  if (bytes.size() < sizeof(header_)) return false;
  std::memcpy(&header_, bytes.data(), sizeof(header_));
  lists_ = bytes.substr(sizeof(header_));
  return lists_.size() >= ScheduleAt();
}

template <typename Value>
Value FactsView::Read(size_t offset) const {
  Value value;
  std::memcpy(&value, lists_.data() + offset, sizeof(value));
  return value;
}
template uint16_t FactsView::Read<uint16_t>(size_t) const;
template uint64_t FactsView::Read<uint64_t>(size_t) const;
template Facts::Point FactsView::Read<Facts::Point>(size_t) const;

std::string FactsView::name() const {
  std::string id = absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(header_.id.data()), header_.id.size()));
  for (const size_t dash : {size_t{8}, size_t{13}, size_t{18}, size_t{23}}) id.insert(dash, 1, '-');
  return Name(RecordKind::kService, id);
}

}  // namespace socialekaart
