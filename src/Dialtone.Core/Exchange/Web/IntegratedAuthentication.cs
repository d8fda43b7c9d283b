using System.Collections.Immutable;
using Dialtone.Core.Devices;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Ntlm;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Core.Exchange.Web;

/// <summary>
/// Integrated Windows authentication: Negotiate with a Kerberos ticket for <c>HTTP/server</c> (RFC 4559), and NTLM
/// where there is no ticket or the server does not take it (MS-NTHT). The ticket goes bare, without SPNEGO around it,
/// as deployments of this make take it from their other clients.
/// </summary>
/// <param name="kerberos">Whom a ticket is asked for; <c>null</c> where none is to be asked for.</param>
/// <param name="ntlm">Whom NTLM proves; <c>null</c> where it is not to be spoken.</param>
/// <param name="entropy">Chance, for NTLM.</param>
/// <param name="flows">Numbers for what the host is asked.</param>
public sealed class IntegratedAuthentication(
    KerberosLogon? kerberos, NtlmAccount? ntlm, IEntropy entropy, FlowIds flows) : WebAuthentication
{
    private const string Negotiate = "Negotiate";
    private const string Ntlm = "NTLM";
    private const string Kerberos = "Kerberos";

    // Under which name NTLM is spoken: its own, or else within Negotiate; null where neither is offered.
    private string? _ntlmName;
    private FlowId? _asked;
    private State _state;
    private string _scheme = "";
    private string _noTicket = "";

    private enum State : byte
    {
        Ticket,
        NtlmBegun,
        NtlmAnswered,
    }

    /// <inheritdoc/>
    public override string Scheme => _scheme;

    /// <summary>
    /// What proves the user of a device; <c>null</c> where nothing does. Of the schemes that the device was allowed,
    /// where one of these two is among them, the other is left out.
    /// </summary>
    public static IntegratedAuthentication? Of(DeviceSettings settings, IEntropy entropy, FlowIds flows)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var kerberos = IsAllowed(SipScheme.Kerberos, SipScheme.Ntlm) ? settings.Credential.Kerberos : null;
        var ntlm = IsAllowed(SipScheme.Ntlm, SipScheme.Kerberos) ? settings.Credential.Ntlm(settings.Account) : null;
        return kerberos is null && ntlm is null ? null : new(kerberos, ntlm, entropy, flows);

        bool IsAllowed(SipScheme one, SipScheme other) =>
            settings.Schemes.Contains(one) || !settings.Schemes.Contains(other);
    }

    /// <inheritdoc/>
    public override WebProofStep Begin(
        Now now, HostName server, ImmutableArray<string> challenges, List<DeviceEffect> effects)
    {
        ArgumentNullException.ThrowIfNull(effects);
        (_scheme, _noTicket, _asked) = ("", "", null);
        var offersNegotiate = TryFind(challenges, Negotiate, out _);
        _ntlmName = ntlm is null ? null
            : TryFind(challenges, Ntlm, out _) ? Ntlm
            : offersNegotiate ? Negotiate : null;
        if (!offersNegotiate || kerberos is null)
        {
            return _ntlmName is null ? new WebProofStep.NotOffered() : BeginNtlm();
        }

        var flow = flows.Next();
        (_asked, _state, _scheme) = (flow, State.Ticket, Kerberos);
        effects.Add(new DeviceEffect.OfHost(new NetEffect.AskTicket(flow, $"HTTP/{server.Text}", kerberos)));
        return new WebProofStep.Wait();
    }

    /// <inheritdoc/>
    public override WebProofStep Continue(
        Now now, ImmutableArray<string> challenges, List<DeviceEffect> effects)
    {
        switch (_state)
        {
            // The server has no key for the ticket, or its clock is another: the password is still good.
            case State.Ticket when _ntlmName is not null:
                _noTicket = "The server did not take the Kerberos ticket.";
                return BeginNtlm();
            case State.NtlmBegun when TryFind(challenges, _ntlmName!, out var token) && token.Length > 0:
                return AnswerNtlm(now, token);
            default:
                return new WebProofStep.Refused(_noTicket);
        }
    }

    /// <inheritdoc/>
    public override WebProofStep? Handle(Now now, DeviceInput input)
    {
        switch (input)
        {
            case DeviceInput.OfHost { Input: NetInput.TicketGiven given } when given.Flow == _asked:
                _asked = null;
                return new WebProofStep.Send($"{Negotiate} {Convert.ToBase64String(given.Token.Span)}");
            case DeviceInput.OfHost { Input: NetInput.SecurityFailed failed } when failed.Flow == _asked:
                _asked = null;
                _noTicket = $"There is no Kerberos ticket: {failed.Why}. {failed.Detail}".TrimEnd();
                return _ntlmName is null ? new WebProofStep.NotMade(failed.Why, failed.Detail) : BeginNtlm();
            default:
                return null;
        }
    }

    /// <summary>Says what it is, never what it proves with.</summary>
    public override string ToString() => "integrated authentication";

    private WebProofStep.Send BeginNtlm()
    {
        (_state, _scheme) = (State.NtlmBegun, Ntlm);
        return new($"{_ntlmName} {Convert.ToBase64String(NtlmClient.Negotiate())}");
    }

    private WebProofStep AnswerNtlm(Now now, string text)
    {
        var token = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, token, out var length))
        {
            return new WebProofStep.NotMade(null, "The challenge of NTLM is not base64.");
        }

        var message = token.AsSpan(0, length);
        if (!NtlmChallenge.TryRead(message, out var challenge, out var fault))
        {
            return new WebProofStep.NotMade(
                null, FormattableString.Invariant($"The challenge of NTLM: {fault.Kind} at byte {fault.Offset}."));
        }

        Span<byte> chance = stackalloc byte[NtlmClient.ChanceBytes];
        entropy.Fill(chance);
        if (!NtlmClient.TryAnswer(
            NtlmForm.Connection, message, challenge, ntlm!, now.WallClock, chance, out var answer, out var missing))
        {
            return new WebProofStep.NotMade(null, $"The server's NTLM is without {missing}.");
        }

        _state = State.NtlmAnswered;
        return new WebProofStep.Send($"{_ntlmName} {Convert.ToBase64String(answer.Message.Span)}");
    }

    /// <summary>
    /// Finds a scheme, and the token behind it, which may be empty. Schemes may share a field, with commas between them
    /// (RFC 9110 section 11.6.1); a token has none in it.
    /// </summary>
    private static bool TryFind(ImmutableArray<string> challenges, string scheme, out string token)
    {
        foreach (var challenge in challenges)
        {
            foreach (var part in challenge.Split(',', StringSplitOptions.TrimEntries))
            {
                var words = part.Split(' ', 2, StringSplitOptions.TrimEntries);
                if (string.Equals(words[0], scheme, StringComparison.OrdinalIgnoreCase))
                {
                    token = words.Length > 1 ? words[1] : "";
                    return true;
                }
            }
        }

        token = "";
        return false;
    }
}
