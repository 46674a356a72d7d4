#include "simulation/people/texts.hpp"

#include <array>

namespace relais::simulation {
namespace {

constexpr std::array plain{
    "Bonjour, ma commande n'est pas arrivée.",
    "Hello, is this still in stock?",
    "Merci beaucoup !",
    "Un instant, je regarde.",
    "Do you have the order number?",
    "Oui, c'est bien cela.",
    "Je vous mets en relation avec un collègue.",
    "ok",
};

constexpr std::array hostile{
    "<script>alert(1)</script>",
    "'; DROP TABLE entry; --",
    "\xE2\x80\xAE"
    "txet desrever",
    "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7\xE2\x80\x8D\xF0\x9F\x91\xA6",
    "\xEF\xBB\xBF\xE2\x80\x8B",
    "{\"kind\":\"ack\",\"n\":1}",
    "\\\"\\\\\n\t\r",
    "%n%s%x ${jndi:x} =cmd|' /C calc'!A0",
    "\x01\x1f\x7f",
    "Z\xCC\x80\xCC\x81\xCC\x82\xCC\x83",
};

}  // namespace

std::string some_text(Random& random, const std::string& mark) {
    std::string text = mark + " ";
    if (random.chance(0.05))
        text += hostile[random.below(hostile.size())];
    else
        text += plain[random.below(plain.size())];
    if (random.chance(0.002)) {
        while (text.size() < 3900) text += " encore";
    }
    return text;
}

}  // namespace relais::simulation
