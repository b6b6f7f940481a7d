// SPDX-License-Identifier: Apache-2.0
#include "io/detail/hdf5.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

namespace commonweal::io::detail {

namespace {

std::recursive_mutex& library_mutex() {
    static std::recursive_mutex mutex;
    return mutex;
}

/// HDF5 writes the system's reason between quotes, among a clock time and addresses that help nobody.
std::string system_reason(std::string_view description) {
    constexpr std::string_view mark = "error message = '";
    const std::size_t found = description.find(mark);
    if (found == std::string_view::npos) return {};
    description.remove_prefix(found + mark.size());
    return std::string(description.substr(0, description.find('\'')));
}

herr_t collect(unsigned, const H5E_error2_t* error, void* reasons) {
    if (error->desc != nullptr) static_cast<std::vector<std::string>*>(reasons)->emplace_back(error->desc);
    return 0;
}

template <class Set>
Handle property_list(hid_t kind, Set&& set) {
    Handle list(H5Pcreate(kind), H5Pclose, "make a property list");
    set(list.get());
    return list;
}

void put_attribute(hid_t object, const std::string& name, hid_t type_stored, hid_t type_here, const Handle& space,
                   const void* data) {
    const Handle attribute(H5Acreate2(object, name.c_str(), type_stored, space.get(), H5P_DEFAULT, H5P_DEFAULT),
                           H5Aclose, "create an attribute");
    check(H5Awrite(attribute.get(), type_here, data), "write an attribute");
}

Handle scalar() { return Handle(H5Screate(H5S_SCALAR), H5Sclose, "make a data space"); }

Handle line(hsize_t size) { return Handle(H5Screate_simple(1, &size, nullptr), H5Sclose, "make a data space"); }

}  // namespace

Library::Library() : lock_(library_mutex()) {
    // HDF5 1.10 keeps a file that a full disk stopped it from closing, with freed memory behind it, and crashes on it
    // when the process ends. We close what we open, so nothing is lost by leaving out that last tidying.
    static const herr_t no_tidying_at_exit = H5dont_atexit();
    static_cast<void>(no_tidying_at_exit);
    H5Eget_auto2(H5E_DEFAULT, &print_, &print_data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

Library::~Library() { H5Eset_auto2(H5E_DEFAULT, print_, print_data_); }

void fail(const std::string& doing) {
    std::vector<std::string> reasons;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, collect, &reasons);
    for (const std::string& reason : reasons)
        if (const std::string system = system_reason(reason); !system.empty()) throw Hdf5Failure(system);
    std::string text = "HDF5 cannot " + doing;
    if (!reasons.empty()) text += " (" + reasons.back() + ": " + reasons.front() + ')';
    throw Hdf5Failure(text);
}

Handle create_file(const std::filesystem::path& path, Format format) {
    const Handle creation = property_list(
        H5P_FILE_CREATE, [](hid_t list) { check(H5Pset_obj_track_times(list, false), "switch object times off"); });
    const Handle access = property_list(H5P_FILE_ACCESS, [format](hid_t list) {
        // SWMR needs the newest format; results keep to one that older readers know and newer writers do not change.
        const H5F_libver_t version = format == Format::journal ? H5F_LIBVER_V110 : H5F_LIBVER_V18;
        check(H5Pset_libver_bounds(list, version, version), "choose the file format");
    });
    return Handle(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.get(), access.get()), H5Fclose, "create the file");
}

void clear_status_flags(const std::filesystem::path& path) {
    const Handle access = property_list(H5P_FILE_ACCESS, [](hid_t list) {
        const hbool_t clear = 1;
        check(H5Pset(list, "clear_status_flags", &clear), "clear the flags of a killed file");
    });
    Handle file(H5Fopen(path.c_str(), H5F_ACC_RDWR, access.get()), H5Fclose, "open the file");
    file.close("close the file");
}

Handle open_journal(const std::filesystem::path& path) {
    // Where a checksum is wrong, a writer may be at work: HDF5 looks again, and waits 1 ns, 2 ns, 4 ns and so on before
    // it does. With its 100 times of looking it would wait for ever on a damaged file; with these, 17 ms in all.
    constexpr unsigned attempts = 24;
    const Handle access = property_list(H5P_FILE_ACCESS, [](hid_t list) {
        check(H5Pset_metadata_read_attempts(list, attempts), "choose how often to look");
    });
    return Handle(H5Fopen(path.c_str(), H5F_ACC_RDONLY | H5F_ACC_SWMR_READ, access.get()), H5Fclose, "open the file");
}

Handle open_own_journal(const std::filesystem::path& path) {
    try {
        return open_journal(path);
    } catch (const Hdf5Failure&) {
        // A killed repair leaves the file marked as open for writing without SWMR.
        clear_status_flags(path);
        return open_journal(path);
    }
}

void sync_file(hid_t file) {
    void* descriptor = nullptr;
    check(H5Fget_vfd_handle(file, H5P_DEFAULT, &descriptor), "find the file's descriptor");
    if (fsync(*static_cast<const int*>(descriptor)) != 0) throw Hdf5Failure(std::strerror(errno));
}

Handle create_group(hid_t parent, const std::string& name) {
    const Handle creation = property_list(
        H5P_GROUP_CREATE, [](hid_t list) { check(H5Pset_obj_track_times(list, false), "switch object times off"); });
    return Handle(H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, creation.get(), H5P_DEFAULT), H5Gclose,
                  "create a group");
}

Handle open_group(hid_t parent, const std::string& name) {
    return Handle(H5Gopen2(parent, name.c_str(), H5P_DEFAULT), H5Gclose, "open a group");
}

Handle open_dataset(hid_t parent, const std::string& name) {
    return Handle(H5Dopen2(parent, name.c_str(), H5P_DEFAULT), H5Dclose, "open a dataset");
}

Handle value_type(core::ValueType type) {
    const auto copy = [](hid_t of) { return Handle(H5Tcopy(of), H5Tclose, "copy a type"); };
    switch (type) {
        case core::ValueType::f32:
            return copy(H5T_IEEE_F32LE);
        case core::ValueType::f64:
            return copy(H5T_IEEE_F64LE);
        case core::ValueType::i32:
            return copy(H5T_STD_I32LE);
        case core::ValueType::i64:
            return copy(H5T_STD_I64LE);
        case core::ValueType::u8:
            return copy(H5T_STD_U8LE);
        case core::ValueType::u16:
            return copy(H5T_STD_U16LE);
        case core::ValueType::u32:
            return copy(H5T_STD_U32LE);
        case core::ValueType::text:
            break;
    }
    Handle text = copy(H5T_C_S1);
    check(H5Tset_size(text.get(), H5T_VARIABLE), "make a text type");
    check(H5Tset_cset(text.get(), H5T_CSET_UTF8), "make a text type");
    return text;
}

void write_attribute(hid_t object, const std::string& name, const std::string& text) {
    const Handle type = value_type(core::ValueType::text);
    const char* data = text.c_str();
    put_attribute(object, name, type.get(), type.get(), scalar(), &data);
}

void write_attribute(hid_t object, const std::string& name, std::span<const std::string> texts) {
    const Handle type = value_type(core::ValueType::text);
    std::vector<const char*> data;
    for (const std::string& text : texts) data.push_back(text.c_str());
    put_attribute(object, name, type.get(), type.get(), line(data.size()), data.data());
}

void write_attribute(hid_t object, const study::Attribute& attribute) {
    if (const auto* text = std::get_if<std::string>(&attribute.value))
        return write_attribute(object, attribute.path, *text);
    const bool whole = std::holds_alternative<std::int64_t>(attribute.value);
    const Handle type = value_type(whole ? core::ValueType::i64 : core::ValueType::f64);
    const void* data = whole ? static_cast<const void*>(std::get_if<std::int64_t>(&attribute.value))
                             : static_cast<const void*>(std::get_if<double>(&attribute.value));
    put_attribute(object, attribute.path, type.get(), type.get(), scalar(), data);
}

void write_attribute(hid_t object, const std::string& name, std::span<const std::int64_t> values,
                     core::ValueType type) {
    const Handle stored = value_type(type);
    const Handle here = value_type(core::ValueType::i64);
    put_attribute(object, name, stored.get(), here.get(), line(values.size()), values.data());
}

}  // namespace commonweal::io::detail
