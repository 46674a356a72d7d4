// What the disk and PostgreSQL can do without a product before them: fdatasync, one row a commit, many rows a commit.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <sys/types.h>

#include "load/support/centre.hpp"

namespace relais::load {

/// The bare table of texts in the same cluster as the product's: one row a text, one key.
class TextStore {
public:
    explicit TextStore(const std::string& url);
    ~TextStore();
    TextStore(const TextStore&) = delete;
    TextStore& operator=(const TextStore&) = delete;

    /// Empties the table, made when missing.
    void begin_anew();
    void add(std::uint32_t chat, std::string_view text);
    /// What was added, as one INSERT from lists in one transaction, as the product's journal does it.
    void commit();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

struct Commits {
    double rows_per_s = 0;
    double p50_ms = 0;  // of a commit
    double p99_ms = 0;
    double client_us = 0;  // CPU a row
    double postgres_us = 0;
};
/// One connection, `rows` a commit, one after the other for `time`.
[[nodiscard]] Commits measure_commits(const Centre& centre, std::uint32_t rows, Nanoseconds time);
/// Makes the bare table, empty.
void make_text_table(const Centre& centre);

struct DiskProbe {
    double p50_ms = 0;
    double p99_ms = 0;
};
/// fdatasync of 8 KiB again and again, in the folder of the storage.
[[nodiscard]] DiskProbe probe_disk(const Centre& centre, Nanoseconds time);

}  // namespace relais::load
