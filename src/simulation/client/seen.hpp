// An entry of a transcript as it came over the wire, kept together with the words it points to.
#pragma once

#include <string>

#include "simulation/checkers/checker.hpp"
#include "simulation/client/socket_client.hpp"

namespace relais::simulation {

class SeenEntry {
public:
    SeenEntry(ConversationId conversation, const Json& entry)
        : kind_(word_of(entry, "kind")),
          body_(word_of(entry, "body")),
          author_(entry.contains("author") ? word_of(entry["author"], "kind") : std::string{}),
          conversation_(conversation),
          seq_(number_of(entry, "seq")),
          position_(number_of(entry, "position")),
          message_{uuid_of(entry, "id")} {}

    [[nodiscard]] SeenLine line() const { return {conversation_, seq_, position_, kind_, body_, message_}; }
    [[nodiscard]] bool by_agent() const { return author_ == "agent"; }
    [[nodiscard]] bool by_visitor() const { return author_ == "visitor"; }

private:
    std::string kind_;
    std::string body_;
    std::string author_;
    ConversationId conversation_;
    std::uint32_t seq_;
    std::uint32_t position_;
    MessageId message_;
};

}  // namespace relais::simulation
