#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace socialekaart::gateway {

// The fields of a form as browsers post it (application/x-www-form-urlencoded), in their order.
using FormFields = std::vector<std::pair<std::string, std::string>>;

// Nothing when an escape is broken, or there are more than a hundred fields.
std::optional<FormFields> ParseForm(absl::string_view body);

// The first of that name, without white space around it; "" when there is none.
std::string FieldOf(const FormFields& fields, absl::string_view name);

}  // namespace socialekaart::gateway
