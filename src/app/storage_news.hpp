// What storage tells, passed on to whom it concerns.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "relais/base/log.hpp"
#include "relais/journal/postgres_journal.hpp"

#include "app/floor_thread.hpp"
#include "app/metrics.hpp"
#include "app/outbound.hpp"

namespace relais {

/// What the journal's thread tells goes to the edge (release) and to the floor (clocks).
class StorageNews final : public JournalListener {
public:
    /// A centre's turns rest on what is not stored: it begins again from storage, or, `lost` to another owner, not at all.
    using Restart = std::function<void(CentreId, bool lost)>;

    explicit StorageNews(Metrics& metrics) : metrics_(metrics) {}

    void connect(Outbound& outbound, FloorThread& floor, Restart restart) {
        outbound_ = &outbound;
        floor_ = &floor;
        restart_ = std::move(restart);
    }
    void committed(std::chrono::microseconds took) override { metrics_.committed(took); }
    void durable(CentreId centre, std::uint64_t number) override {
        outbound_->durable(centre, number);
        floor_->durable(centre, number);
    }
    void lease_lost(CentreId centre) override {
        log::error("lease_lost", {{"centre", to_string(centre)}});
        (void)floor_->batch_refused(centre, 0, 0);
        restart_(centre, true);
    }
    void away(CentreId centre, std::string_view why) override {
        log::warning("storage_away", {{"centre", to_string(centre)}, {"why", std::string(why)}});
    }
    void back(CentreId centre, std::chrono::milliseconds lasted) override {
        // As loud as the other: whoever read that it went wants to read this.
        log::warning("storage_back", {{"centre", to_string(centre)}, {"lasted_ms", lasted.count()}});
    }
    void data_error(const Batch& batch, std::string_view why) override {
        const std::size_t suspects = floor_->batch_refused(batch.centre, batch.head_before, batch.head_after);
        log::error("batch_refused", {{"centre", to_string(batch.centre)},
                                     {"events", batch.events.size()},
                                     {"suspects", suspects},
                                     {"why", std::string(why)}});
        // None of the commands did it: reading again from storage would only bring it back.
        restart_(batch.centre, suspects == 0 && ++causeless_ > causeless_max);
    }

private:
    static constexpr int causeless_max = 3;
    int causeless_ = 0;
    Metrics& metrics_;
    Outbound* outbound_ = nullptr;
    FloorThread* floor_ = nullptr;
    Restart restart_;
};

}  // namespace relais
