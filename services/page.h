#pragma once

#include <vector>

#include "services/gateway/assets.h"

namespace socialekaart {

// The page, as clients/web builds it. Generated: cmake/EmbedFolder.cmake.
std::vector<gateway::EmbeddedFile> PageFiles();

}  // namespace socialekaart
