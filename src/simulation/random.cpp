#include "simulation/random.hpp"

#include <cmath>

#include "relais/base/bug.hpp"

namespace relais::simulation {
namespace {

std::uint64_t splitmix(std::uint64_t& state) {
    state += 0x9e3779b97f4a7c15ULL;
    std::uint64_t mixed = state;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
    return mixed ^ (mixed >> 31);
}

std::uint64_t rotated(std::uint64_t value, int by) { return (value << by) | (value >> (64 - by)); }

}  // namespace

Random::Random(std::uint64_t seed, std::uint64_t stream) {
    std::uint64_t mixer = seed;
    const std::uint64_t start = splitmix(mixer) ^ (stream * 0xd1342543de82ef95ULL);
    mixer = start;
    for (auto& word : state_) word = splitmix(mixer);
}

std::uint64_t Random::next() {
    const std::uint64_t result = rotated(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotated(state_[3], 45);
    return result;
}

std::uint64_t Random::below(std::uint64_t bound) {
    RELAIS_ASSERT(bound > 0);
    const std::uint64_t unfair = (0 - bound) % bound;  // the first values that would make some results likelier
    while (true) {
        const std::uint64_t drawn = next();
        if (drawn >= unfair) return drawn % bound;
    }
}

std::int64_t Random::between(std::int64_t low, std::int64_t high) {
    RELAIS_ASSERT(low <= high);
    return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low) + 1));
}

Duration Random::between(Duration low, Duration high) { return Duration{between(low.count(), high.count())}; }

double Random::unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

bool Random::chance(double probability) { return unit() < probability; }

Duration Random::exponential(Duration mean) {
    return Duration{std::llround(-std::log(1.0 - unit()) * static_cast<double>(mean.count()))};
}

double Random::normal() {
    while (true) {  // the polar method
        const double x = 2 * unit() - 1;
        const double y = 2 * unit() - 1;
        const double square = x * x + y * y;
        if (square > 0 && square < 1) return x * std::sqrt(-2 * std::log(square) / square);
    }
}

Duration Random::lognormal(Duration mean, double cv2) {
    const double variance = std::log(1 + cv2);
    const double middle = std::log(static_cast<double>(mean.count())) - variance / 2;
    return Duration{std::llround(std::exp(middle + std::sqrt(variance) * normal()))};
}

Uuid Random::uuid() {
    const std::uint64_t high = (next() & ~0xF000ULL) | 0x4000ULL;
    const std::uint64_t low = (next() & ~(0xC0ULL << 56)) | (0x80ULL << 56);
    return {high, low};
}

}  // namespace relais::simulation
