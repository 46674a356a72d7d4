// The limits the product is held against, as servers: a relay of text frames with nothing around it (Beast, one thread), and
// the same with one row committed for every text before anybody hears of it (one more thread, group commit).
//
// Their frames: "vNNNNNNNN" and "aNNNNNNNNMMMMMMMM" say which chat a visitor, which M chats from N on an agent has, and are
// answered with "w". "NNNNNNNN" and a text is a text of that chat; its sender gets "k" and the first 28 characters, the other
// side "d" and all of it. "s" is answered with "s", the commits so far and the rows in them, eight digits each.
#pragma once

#include <cstdint>
#include <string>

namespace relais::load {

inline constexpr std::size_t chat_digits = 8;
inline constexpr std::size_t ack_size = 28;  // chat, text_mark, due_digits

struct BareServer {
    std::uint32_t chats = 0;   // 0: listens only, for connections without chats
    std::string database_url;  // empty: a relay, nothing is stored
};

/// Listens on a free port of 127.0.0.1, writes it and a line end to `answer`, serves until it is killed. The table, where
/// texts are stored, must be there (see commits.hpp).
void serve_bare(const BareServer& wishes, int answer);

}  // namespace relais::load
