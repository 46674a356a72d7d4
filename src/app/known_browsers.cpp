#include "app/known_browsers.hpp"

#include <array>
#include <cstring>
#include <vector>

#include <sodium.h>

#include "relais/office/accounts.hpp"

#include "app/cookies.hpp"

namespace relais {
namespace {

constexpr std::size_t nonce_bytes = 16;
constexpr std::size_t mark_bytes = nonce_bytes + crypto_auth_BYTES;
constexpr std::size_t name_bytes = 6;  // tells people at one browser apart; what counts is in the mark
constexpr int base64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
using Code = std::array<unsigned char, crypto_auth_BYTES>;

std::vector<unsigned char> signed_text(std::string_view purpose, const std::string& name, const unsigned char* nonce) {
    std::vector<unsigned char> text(purpose.begin(), purpose.end());
    if (nonce != nullptr) text.insert(text.end(), nonce, nonce + nonce_bytes);
    text.insert(text.end(), name.begin(), name.end());
    return text;
}

template <std::size_t size>
std::string encoded(const std::array<unsigned char, size>& bytes, std::size_t count = size) {
    std::array<char, sodium_base64_ENCODED_LEN(size, base64)> text{};
    sodium_bin2base64(text.data(), text.size(), bytes.data(), count, base64);
    return text.data();
}

}  // namespace

std::string KnownBrowsers::cookie_name(const std::string& name) const {
    Code code{};
    const auto text = signed_text("relais browser name 1", name, nullptr);
    crypto_auth(code.data(), text.data(), text.size(), key_.data());
    return "relais_known_" + encoded(code, name_bytes);
}

std::string KnownBrowsers::cookie_for(std::string_view email, bool over_tls) const {
    const std::string name = office::lower_case(email);
    std::array<unsigned char, mark_bytes> mark{};
    randombytes_buf(mark.data(), nonce_bytes);
    const auto text = signed_text("relais browser 1", name, mark.data());
    crypto_auth(mark.data() + nonce_bytes, text.data(), text.size(), key_.data());
    // 400 days: what browsers keep at most.
    return cookie_name(name) + "=" + encoded(mark) + "; Path=/v1/session; HttpOnly; SameSite=Strict; Max-Age=34560000" +
           (over_tls ? "; Secure" : "");
}

std::string KnownBrowsers::mark_of(std::string_view cookie, std::string_view email) const {
    const std::string name = office::lower_case(email);
    std::string mark = cookie_value(cookie, cookie_name(name));
    std::array<unsigned char, mark_bytes> bytes{};
    std::size_t length = 0;
    const int decoded =
        sodium_base642bin(bytes.data(), bytes.size(), mark.data(), mark.size(), nullptr, &length, nullptr, base64);
    if (decoded != 0 || length != mark_bytes) return {};
    const auto text = signed_text("relais browser 1", name, bytes.data());
    if (crypto_auth_verify(bytes.data() + nonce_bytes, text.data(), text.size(), key_.data()) != 0) return {};
    return mark;
}

}  // namespace relais
