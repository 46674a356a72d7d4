#include "load/support/commits.hpp"

#include <ctime>
#include <fcntl.h>
#include <stdexcept>
#include <unistd.h>
#include <vector>

#include <nlohmann/json.hpp>

#include "load/support/frames.hpp"
#include "load/support/machine.hpp"
#include "pg/connection.hpp"

namespace relais::load {
namespace {

constexpr pg::Query insert_texts{"bare_insert",
                                 "INSERT INTO bare_text (chat, seq, body) "
                                 "SELECT unnest($1::integer[]), unnest($2::bigint[]), unnest($3::text[])"};
constexpr const char* anew =
    "CREATE TABLE IF NOT EXISTS bare_text (chat integer NOT NULL, seq bigint NOT NULL, body text NOT NULL, "
    "PRIMARY KEY (chat, seq)); TRUNCATE bare_text";

pg::ConnectOptions options_for(const std::string& url) {
    pg::ConnectOptions options;
    options.url = url;
    options.name = "relais bench";
    options.generic_plans = true;
    return options;
}

/// In finer steps than /proc has.
double own_cpu_us() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

}  // namespace

struct TextStore::Impl {
    explicit Impl(const std::string& url) : connection(options_for(url)) {}
    pg::Connection connection;
    pg::Column chats{pg::Type::int4};
    pg::Column seqs{pg::Type::int8};
    pg::Column bodies{pg::Type::text};
    pg::Parameters parameters;
    std::int64_t last_seq = 0;
    bool prepared = false;
};

TextStore::TextStore(const std::string& url) : impl_(std::make_unique<Impl>(url)) {}
TextStore::~TextStore() = default;

void TextStore::begin_anew() { impl_->connection.command(anew); }

void TextStore::add(std::uint32_t chat, std::string_view text) {
    impl_->chats.push(static_cast<std::int32_t>(chat));
    impl_->seqs.push(++impl_->last_seq);
    impl_->bodies.push(text);
}

void TextStore::commit() {
    if (!impl_->prepared) impl_->connection.prepare({&insert_texts, 1});
    impl_->prepared = true;
    impl_->parameters.clear();
    impl_->parameters.add(impl_->chats).add(impl_->seqs).add(impl_->bodies);
    const pg::Step step{&insert_texts, &impl_->parameters};
    impl_->connection.run_as_one({&step, 1});
    impl_->chats.clear();
    impl_->seqs.clear();
    impl_->bodies.clear();
}

void make_text_table(const Centre& centre) {
    (void)centre.as_owner([&] {
        TextStore(centre.url()).begin_anew();
        return std::string{"made"};
    });
}

Commits measure_commits(const Centre& centre, std::uint32_t rows, Nanoseconds time) {
    const pid_t postgres = centre.postgres();
    const std::string answer = centre.as_owner([&] {
        TextStore store(centre.url());
        store.begin_anew();
        std::string text;
        append_text(text, now_ns());
        const auto one_commit = [&] {
            for (std::uint32_t row = 0; row < rows; ++row) store.add(row, text);
            store.commit();
        };
        for (int warm_up = 0; warm_up < 50; ++warm_up) one_commit();
        Samples took;
        Usage usage(::getpid(), postgres);
        const double client_before = own_cpu_us();
        const Nanoseconds begun = now_ns();
        for (Nanoseconds last = begun, now = 0; last < begun + time; last = now) {
            one_commit();
            now = now_ns();
            took.add(now - last);
        }
        usage.end();
        const double all_rows = static_cast<double>(took.size()) * rows;
        return nlohmann::json{all_rows / seconds_of(now_ns() - begun), ms_of(took.at(0.5)), ms_of(took.at(0.99)),
                              (own_cpu_us() - client_before) / all_rows, usage.postgres_s() * 1e6 / all_rows}
            .dump();
    });
    const nlohmann::json figures = nlohmann::json::parse(answer);
    return Commits{figures[0], figures[1], figures[2], figures[3], figures[4]};
}

DiskProbe probe_disk(const Centre& centre, Nanoseconds time) {
    const std::string path = centre.places().base + "/probe";
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) throw std::runtime_error("cannot write " + path);
    const std::vector<char> page(8192, 'x');
    Samples took;
    const Nanoseconds begun = now_ns();
    for (Nanoseconds last = begun, now = 0; last < begun + time; last = now) {
        if (::pwrite(file, page.data(), page.size(), 0) != static_cast<ssize_t>(page.size()) || ::fdatasync(file) != 0)
            throw std::runtime_error("cannot write " + path);
        now = now_ns();
        took.add(now - last);
    }
    ::close(file);
    ::unlink(path.c_str());
    return DiskProbe{ms_of(took.at(0.5)), ms_of(took.at(0.99))};
}

}  // namespace relais::load
