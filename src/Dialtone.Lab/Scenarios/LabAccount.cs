using System.Collections.Immutable;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Presence;

namespace Dialtone.Lab.Scenarios;

/// <summary>A pool of the lab.</summary>
public enum LabPool : byte
{
    /// <summary>The first, which DNS and DHCP name.</summary>
    Pool01,

    /// <summary>The second.</summary>
    Pool02,
}

/// <summary>
/// A user of the lab and the password, which is a constant of this source: it opens nothing but the lab, and <c>lab
/// up</c>
/// prints it.
/// </summary>
/// <param name="User">The user part of the SIP address.</param>
/// <param name="Password">The password.</param>
/// <param name="Disabled">Whether an administrator has disabled the user.</param>
public sealed record LabAccount(string User, string Password, bool Disabled = false)
{
    /// <summary>The pool that the user is at home in; the other one is the backup.</summary>
    public LabPool Home { get; init; }

    /// <summary>The login of NTLM and Kerberos; <c>null</c> for the domain's first label and the user.</summary>
    public string? NtLogin { get; init; }

    /// <summary>The phone number, E.164 with its plus sign; <c>null</c> for none.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>The extension; <c>null</c> for none.</summary>
    public string? Extension { get; init; }

    /// <summary>The PIN that proves the user at a phone; <c>null</c> where none is set.</summary>
    public string? Pin { get; init; }

    /// <summary>The name that others are shown; empty for the user part with a capital.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>The user parts of the contacts, in order.</summary>
    public ImmutableArray<string> Contacts { get; init; } = [];

    /// <summary>
    /// What the lab plays the user to be, whether signed in or not; <c>null</c> for what the user's phones publish.
    /// </summary>
    public Availability? Presence { get; init; }

    /// <summary>What the user says while the lab plays it.</summary>
    public string Note { get; init; } = "";

    /// <summary>The login of NTLM and Kerberos in a domain: <c>CONTOSO\alice</c>.</summary>
    public string NtLoginIn(HostName domain) =>
        NtLogin ?? $@"{domain.Text.Split('.')[0].ToUpperInvariant()}\{User}";

    /// <summary>The SIP address in a domain: <c>sip:alice@contoso.example</c>.</summary>
    public string AddressIn(HostName domain) => $"sip:{User}@{domain}";
}
