#include "app/visitor_tokens.hpp"

#include <cstring>
#include <vector>

#include <sodium.h>

namespace relais {
namespace {

constexpr std::size_t body_bytes = 16 + 4;  // visitor, hours since 1970
constexpr std::size_t token_bytes = body_bytes + crypto_auth_BYTES;
constexpr std::int64_t ms_an_hour = 3'600'000;

using Bytes = std::vector<unsigned char>;

void append(Bytes& bytes, std::uint64_t value, int count) {
    for (int shift = (count - 1) * 8; shift >= 0; shift -= 8)
        bytes.push_back(static_cast<unsigned char>(value >> shift));
}

void append(Bytes& bytes, const Uuid& uuid) {
    append(bytes, uuid.high, 8);
    append(bytes, uuid.low, 8);
}

std::uint64_t read(const unsigned char* bytes, int count) {
    std::uint64_t value = 0;
    for (int index = 0; index < count; ++index) value = value << 8 | bytes[index];
    return value;
}

/// What is signed: the body and where it is valid, so that a token of one site says nothing at another.
Bytes signed_text(CentreId centre, SiteId site, const unsigned char* body) {
    static constexpr std::string_view purpose = "relais visitor 1";
    Bytes text(purpose.begin(), purpose.end());
    append(text, centre.value);
    append(text, site.value);
    text.insert(text.end(), body, body + body_bytes);
    return text;
}

}  // namespace

std::string VisitorTokens::make(CentreId centre, SiteId site, VisitorId visitor, Instant now) const {
    Bytes token;
    append(token, visitor.value);
    append(token, static_cast<std::uint64_t>(to_unix_ms(now) / ms_an_hour), 4);
    const Bytes text = signed_text(centre, site, token.data());
    token.resize(token_bytes);
    crypto_auth(token.data() + body_bytes, text.data(), text.size(), key_.data());
    std::string encoded(sodium_base64_encoded_len(token_bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(encoded.data(), encoded.size(), token.data(), token.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    encoded.resize(std::strlen(encoded.c_str()));
    return encoded;
}

std::optional<VisitorId> VisitorTokens::check(CentreId centre, SiteId site, std::string_view token, Instant now) const {
    std::array<unsigned char, token_bytes> bytes{};
    std::size_t length = 0;
    const int decoded = sodium_base642bin(bytes.data(), bytes.size(), token.data(), token.size(), nullptr, &length,
                                          nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    if (decoded != 0 || length != token_bytes) return std::nullopt;
    const Bytes text = signed_text(centre, site, bytes.data());
    if (crypto_auth_verify(bytes.data() + body_bytes, text.data(), text.size(), key_.data()) != 0) return std::nullopt;
    const Instant issued = from_unix_ms(static_cast<std::int64_t>(read(bytes.data() + 16, 4)) * ms_an_hour);
    if (now - issued > valid) return std::nullopt;
    return VisitorId{Uuid{read(bytes.data(), 8), read(bytes.data() + 8, 8)}};
}

}  // namespace relais
