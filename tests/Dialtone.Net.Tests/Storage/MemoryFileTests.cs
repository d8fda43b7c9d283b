using Dialtone.Storage;

namespace Dialtone.Net.Tests.Storage;

public sealed class MemoryFileTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("dialtone-").FullName;

    private string State => Path.Combine(_root, "state", "dialtone");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void What_is_saved_is_read_back_and_replaced_as_a_whole()
    {
        var file = Alice();
        Read(file).ShouldBeNull();
        file.Replace("a longer first memory"u8).ShouldBeNull();
        file.Replace("second"u8).ShouldBeNull();
        Read(Alice()).ShouldBe("second"u8.ToArray());
        Directory.GetFiles(State).ShouldBe([file.Path]);
    }

    [Fact]
    public void Only_the_owner_may_look()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no Unix modes");
        var file = Alice();
        file.Replace("memory"u8).ShouldBeNull();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.GetUnixFileMode(State).ShouldBe(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void A_certificate_is_kept_beside_the_memory_for_the_owner_alone()
    {
        var memory = Alice();
        var certificate = MemoryFile.ForCertificate(State, "sip:alice@contoso.example", "lync-phone");
        memory.Replace("memory"u8).ShouldBeNull();
        certificate.Save("key"u8.ToArray()).ShouldBeNull();

        Read(certificate).ShouldBe("key"u8.ToArray());
        Read(memory).ShouldBe("memory"u8.ToArray());
        certificate.Path.ShouldBe(Path.ChangeExtension(memory.Path, ".certificate"));
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(certificate.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        certificate.Save(null).ShouldBeNull();
        File.Exists(certificate.Path).ShouldBeFalse();
        File.Exists(memory.Path).ShouldBeTrue();
    }

    [Fact]
    public void Accounts_and_profiles_do_not_share_a_file()
    {
        string[] names =
        [
            NameOf("sip:alice@contoso.example", "lync-phone"), NameOf("sip:alice@contoso.example", "sip"),
            NameOf("sip:Alice@contoso.example", "sip"), NameOf("sip:bob@contoso.example", "sip"),
            NameOf("sips:alice@contoso.example", "sip"), NameOf("tel:+15550100", "sip"),
            NameOf("a", "b~c"), NameOf("c~a", "b"),
            NameOf(new string('a', 300), "sip"), NameOf(new string('a', 301), "sip"),
        ];
        names.Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(names.Length);
        names[0].ShouldBe("lync-phone~alice@contoso.example.memory");
        names.ShouldAllBe(static n => n.Length < 200);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("..")]
    [InlineData("a/b\\c:d")]
    [InlineData("\0\n*?\"<>|")]
    public void No_account_leads_out_of_the_directory(string account)
    {
        var name = NameOf(account, "sip");
        Path.GetFileName(name).ShouldBe(name);
        name.ShouldNotStartWith(".");
        name.ShouldAllBe(static c => char.IsAsciiLetterOrDigit(c) || "%-_.~@".Contains(c));
    }

    [Fact]
    public void A_foreign_file_is_set_aside_under_a_number_of_its_own()
    {
        var file = Alice();
        for (var i = 1; i <= 2; i++)
        {
            file.Replace("not a memory"u8).ShouldBeNull();
            file.SetAside(out var aside, out _).ShouldBeTrue();
            aside.ShouldBe($"{file.Path}.set-aside-{i}");
            File.ReadAllBytes(aside).ShouldBe("not a memory"u8.ToArray());
        }

        Read(file).ShouldBeNull();
    }

    [Fact]
    public void Files_set_aside_do_not_grow_without_end()
    {
        var file = Alice();
        for (var i = 0; i <= MemoryFile.SetAsideMax; i++)
        {
            file.Replace("not a memory"u8).ShouldBeNull();
            file.SetAside(out _, out _).ShouldBeTrue();
        }

        Directory.GetFiles(State).Length.ShouldBe(MemoryFile.SetAsideMax);
    }

    [Fact]
    public void Setting_aside_what_is_not_there_is_a_fault()
    {
        Alice().SetAside(out _, out var fault).ShouldBeFalse();
        fault.ShouldNotBeNull().Path.ShouldBe(Alice().Path);
    }

    [Fact]
    public void What_an_interrupted_save_left_is_removed_and_the_old_memory_stands()
    {
        var file = Alice();
        file.Replace("old"u8).ShouldBeNull();
        File.WriteAllText(file.Path + ".new", "ne");
        Read(file).ShouldBe("old"u8.ToArray());
        Directory.GetFiles(State).ShouldBe([file.Path]);
    }

    [Fact]
    public void A_left_over_does_not_shine_through_the_next_save()
    {
        var file = Alice();
        file.Replace("old"u8).ShouldBeNull();
        File.WriteAllText(file.Path + ".new", "something much longer");
        file.Replace("new"u8).ShouldBeNull();
        Read(file).ShouldBe("new"u8.ToArray());
    }

    [Fact]
    public void Another_process_that_saves_at_the_same_time_is_a_fault()
    {
        var file = Alice();
        file.Replace("old"u8).ShouldBeNull();
        using (new FileStream(file.Path + ".new", FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Replace("mine"u8).ShouldNotBeNull();
            Read(file).ShouldBe("old"u8.ToArray());
        }
    }

    [Fact]
    public void A_state_directory_that_is_a_file_is_a_fault_with_its_path()
    {
        File.WriteAllText(Path.Combine(_root, "state"), "in the way");
        var file = Alice();
        var fault = file.Replace("memory"u8).ShouldNotBeNull();
        fault.Path.ShouldBe(file.Path);
        fault.Reason.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_directory_that_may_not_be_written_is_a_fault()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no Unix modes");
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "this user may do everything");
        Directory.CreateDirectory(State);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(State, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            Alice().Replace("memory"u8).ShouldNotBeNull();
            File.SetUnixFileMode(State, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void A_file_that_is_too_large_is_a_fault()
    {
        var file = Alice();
        file.Replace(new byte[MemoryFile.BytesMax]).ShouldBeNull();
        Read(file).ShouldNotBeNull().Length.ShouldBe(MemoryFile.BytesMax);
        file.Replace(new byte[MemoryFile.BytesMax + 1]).ShouldBeNull();
        file.TryRead(out _, out var fault).ShouldBeFalse();
        fault.ShouldNotBeNull();
    }

    [Fact]
    public void Saving_nothing_forgets_and_forgetting_twice_is_fine()
    {
        var file = Alice();
        file.Save("memory"u8.ToArray()).ShouldBeNull();
        file.Save(null).ShouldBeNull();
        Read(file).ShouldBeNull();
        file.Save(null).ShouldBeNull();
        new MemoryFile(Path.Combine(_root, "nowhere"), "a", "b").Remove().ShouldBeNull();
    }

    private static byte[]? Read(MemoryFile file)
    {
        file.TryRead(out var bytes, out var fault).ShouldBeTrue(fault?.ToString());
        return bytes;
    }

    private MemoryFile Alice() => new(State, "sip:alice@contoso.example", "lync-phone");

    private string NameOf(string account, string profile) =>
        Path.GetRelativePath(State, new MemoryFile(State, account, profile).Path);
}
