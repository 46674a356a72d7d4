// The port to storage: append what a turn decided, be told when it is durable. Implemented over PostgreSQL by
// src/journal, in memory by src/simulation.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "relais/floor/floor.hpp"

namespace relais {

/// One or more turns of one centre, to be stored in one transaction (RULES 25, 31).
struct Batch {
    CentreId centre;
    std::uint64_t head_before = 0;
    std::uint64_t head_after = 0;
    std::vector<Event> events;  // durable ones only, numbered head_before + 1 ... head_after
    RowChanges changes;         // for merged turns: the later state of a key wins
    std::size_t bytes = 0;      // texts and rows, estimated, for the bound of RULES 26
};

/// Puts `later` behind `earlier`: events appended, rows merged by key. Pure.
void merge(Batch& earlier, Batch&& later);

/// Told on the journal's own thread; the receiver hands it on.
class JournalListener {
public:
    virtual ~JournalListener() = default;
    virtual void durable(CentreId centre, std::uint64_t number) = 0;
    /// Another owner or program writes this centre; stop it at once.
    virtual void lease_lost(CentreId centre) = 0;
    /// Storage does not answer; nothing is dropped, `back` follows. `why`: libpq's or PostgreSQL's words, never a value.
    virtual void away(CentreId centre, std::string_view why) = 0;
    /// Storage answers again, after `lasted`; the next `durable` follows at once.
    virtual void back(CentreId centre, std::chrono::milliseconds lasted) = 0;
    /// For the figures: a transaction was committed, from sending to the answer.
    virtual void committed(std::chrono::microseconds took) { (void)took; }
    /// RULES 28: the schema refused this batch and nothing of it is stored; what was appended behind it is dropped too. Its
    /// command ids are those of `changes.clients` and of its CommandConsumed events. `why` names the constraint or the
    /// SQLSTATE, never a value.
    virtual void data_error(const Batch& batch, std::string_view why) = 0;
};

class Journal {
public:
    virtual ~Journal() = default;
    /// Never blocks and never refuses: the floor has counted the room before deciding (RULES 26).
    virtual void append(Batch batch) = 0;
};

}  // namespace relais
