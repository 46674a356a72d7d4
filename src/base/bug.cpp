#include "relais/base/bug.hpp"

#include <cstdio>
#include <cstdlib>

namespace relais {

void stop_on_bug(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "{\"what\":\"bug\",\"condition\":\"%s\",\"file\":\"%s\",\"line\":%d}\n", condition, file,
                 line);
    std::fflush(stderr);
    std::abort();
}

}  // namespace relais
