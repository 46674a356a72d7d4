#include "app/configuration_file.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace relais {

Result<std::string, ConfigurationError> read_configuration(const std::string& path) {
    const auto unreadable = [&path] { return ConfigurationError{path + " cannot be read: " + std::strerror(errno)}; };
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return unreadable();
    std::string text;
    std::array<char, 4096> part{};
    ssize_t taken = 0;
    do {
        taken = ::read(file, part.data(), part.size());
        if (taken > 0) text.append(part.data(), static_cast<std::size_t>(taken));
    } while ((taken > 0 && text.size() <= configuration_bytes_max) || (taken < 0 && errno == EINTR));
    const auto failed = unreadable();  // a directory is opened, but not read
    ::close(file);
    if (taken < 0) return failed;
    if (text.size() > configuration_bytes_max)
        return ConfigurationError{path + " is no configuration: it is longer than " +
                                  std::to_string(configuration_bytes_max / 1024) + " KiB"};
    return text;
}

}  // namespace relais
