// Reading a configuration file, before it is TOML.
#pragma once

#include <cstddef>
#include <string>

#include "relais/base/result.hpp"

#include "app/configuration.hpp"

namespace relais {

inline constexpr std::size_t configuration_bytes_max = 64 * 1024;

/// A file, or a pipe such as a shell's <(...). Refused, with a sentence that names the path: what cannot be read, a directory,
/// and what does not end within the bound.
[[nodiscard]] Result<std::string, ConfigurationError> read_configuration(const std::string& path);

}  // namespace relais
