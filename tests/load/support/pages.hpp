// Thousands of open pages: most only listen, the others came in and look around without a conversation.
#pragma once

#include <memory>
#include <vector>

#include "load/support/people.hpp"

namespace relais::load {

class Pages {
public:
    Pages(Loop& loop, Centre& centre) : crowd_(loop), centre_(centre) {}

    struct Opened {
        std::size_t served = 0;        // greeted and, unless they listen, with their snapshot
        std::size_t told_to_poll = 0;  // asked to come back as HTTP requests: more listen than the daemon wants
        std::size_t refused = 0;       // HTTP 503: full
        std::size_t lost = 0;          // neither within the time
        Nanoseconds took = 0;          // from the first connect to the last answer
    };
    /// All at once, as fast as this process can; waits up to `within` for the last answer.
    Opened open(std::size_t count, Visitor::Wish wish, Nanoseconds within);
    /// Two kinds at once, mixed.
    Opened open(std::size_t listening, std::size_t looking, Nanoseconds within);
    /// After the daemon went: all of them again.
    Opened open_again(Nanoseconds within);
    /// As one, without a word.
    void drop_all();
    void close_all();

    [[nodiscard]] std::size_t count_open() const;
    /// The time from `since` to the last page that saw the button so; 0: not all within ten seconds.
    [[nodiscard]] Nanoseconds until_all_see(bool open, Nanoseconds since);
    /// Serves pings for so long.
    void rest(Nanoseconds time);
    [[nodiscard]] const Crowd& crowd() const { return crowd_; }

private:
    Opened wait_for(std::size_t first, Nanoseconds begun, Nanoseconds within);
    void connect(std::size_t first);

    Crowd crowd_;
    Centre& centre_;
    std::vector<std::unique_ptr<Visitor>> pages_;
};

}  // namespace relais::load
