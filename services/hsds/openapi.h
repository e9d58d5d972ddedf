#pragma once

#include <string>

#include "services/hsds/render.h"

namespace socialekaart::hsds_api {

// The OpenAPI 3.1 document of what is served, made of the tables by which it is served. `base`:
// "http://localhost:8080/hsds".
Json OpenApi(const std::string& base);

}  // namespace socialekaart::hsds_api
