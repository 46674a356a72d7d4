#include "office/passwords.hpp"

#include <sodium.h>

#include "relais/base/bug.hpp"

namespace relais::office {
namespace {

void make_ready() {
    static const int ready = sodium_init();  // 1: somebody was faster
    RELAIS_ASSERT(ready >= 0);
}

}  // namespace

std::string hash_password(std::string_view password, const PasswordCost& cost) {
    make_ready();
    std::array<char, crypto_pwhash_STRBYTES> text{};
    const int failed = crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost.passes,
                                             cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13);
    return failed != 0 ? "" : std::string(text.data());
}

bool password_matches(const std::string& hash, std::string_view password) {
    make_ready();
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

bool is_outdated(const std::string& hash, const PasswordCost& cost) {
    make_ready();
    return crypto_pwhash_str_needs_rehash(hash.c_str(), cost.passes, cost.memory_bytes) != 0;
}

std::string make_token() {
    make_ready();
    std::array<unsigned char, 32> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    std::array<char, sodium_base64_ENCODED_LEN(32, sodium_base64_VARIANT_URLSAFE_NO_PADDING)> text{};
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return text.data();
}

TokenHash hash_token(std::string_view token) {
    make_ready();
    TokenHash hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(token.data()), token.size(),
                       nullptr, 0);
    return hash;
}

Uuid fresh_id(Instant now) {
    make_ready();
    std::array<std::uint64_t, 2> random{};
    randombytes_buf(random.data(), sizeof random);
    return make_uuid7(to_unix_ms(now), random[0], random[1]);
}

}  // namespace relais::office
