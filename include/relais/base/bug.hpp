// Assertions that stay on in production: a bug stops the process, which rebuilds in a second (DESIGN 8).
#pragma once

namespace relais {

[[noreturn]] void stop_on_bug(const char* condition, const char* file, int line);

}  // namespace relais

// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): the only way to print the condition
#define RELAIS_ASSERT(condition)                                                 \
    do {                                                                         \
        if (!(condition)) ::relais::stop_on_bug(#condition, __FILE__, __LINE__); \
    } while (false)
