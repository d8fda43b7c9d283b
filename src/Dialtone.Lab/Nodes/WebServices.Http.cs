using System.Runtime.InteropServices;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;
using Dialtone.Wire.Auth.Ntlm;

namespace Dialtone.Lab.Nodes;

/// <content>Who asks, proved by HTTP: Negotiate and NTLM (RFC 4559, MS-NTHT).</content>
public sealed partial class WebServices
{
    private const string Challenges = "WWW-Authenticate";
    private const string Negotiate = "Negotiate";
    private const string Ntlm = "NTLM";

    /// <summary>How far apart clocks may be for Kerberos (RFC 4120).</summary>
    private static readonly TimeSpan ClockSkewMax = TimeSpan.FromMinutes(5);

    private void ProveByHttp(in Turn turn, bool offersNegotiate)
    {
        if (Behaviour.RefusesCredentials)
        {
            RefuseCredentials(turn, offersNegotiate);
            return;
        }

        if (turn.Request.Field("Authorization") is not { } field)
        {
            if (turn.Connection.Account is { } known)
            {
                GiveTo(turn, known);
            }
            else
            {
                Challenge(turn, offersNegotiate);
            }

            return;
        }

        var parts = field.Split(' ', 2);
        var isNegotiate = Is(parts[0], Negotiate) && offersNegotiate;
        if ((!isNegotiate && !Is(parts[0], Ntlm)) || parts is not [var scheme, var text]
            || !TryDecode(text, out var token))
        {
            RefuseCredentials(turn, offersNegotiate);
        }
        else if (token.AsSpan().StartsWith("NTLMSSP\0"u8))
        {
            ProveByNtlm(turn, scheme, token, offersNegotiate);
        }
        else if (isNegotiate)
        {
            ProveByTicket(turn, token);
        }
        else
        {
            RefuseCredentials(turn, offersNegotiate);
        }
    }

    private void ProveByNtlm(in Turn turn, string scheme, byte[] token, bool offersNegotiate)
    {
        var connection = turn.Connection;
        connection.Account = null;
        if (NtlmNegotiate.TryRead(token, out var negotiate, out _))
        {
            var challenge = NewChallenge(negotiate);
            connection.Ntlm = (token, challenge);
            Reply(turn, new(401, "Unauthorized")
            {
                Fields = [new(Challenges, $"{scheme} {Convert.ToBase64String(challenge.ToBytes())}")],
            });
            return;
        }

        // One challenge, one answer.
        var begun = connection.Ntlm;
        connection.Ntlm = null;
        if (begun is not (var first, var sent) || !NtlmAuthenticate.TryRead(token, out var answer, out _)
            || _directory.FindLogin(answer.Domain, answer.User) is not { } account
            || NtlmServer.Verify(
                NtlmForm.Connection, first, sent, token, answer, account.NtlmSecret, out _) != NtlmVerdict.Proved)
        {
            RefuseCredentials(turn, offersNegotiate);
            return;
        }

        if (!RefusesAccount(turn, account))
        {
            Observed.ProvedByNtlm++;
            connection.Account = account;
            GiveTo(turn, account);
        }
    }

    // Without the server's time, as the Registrar's: with it clients add a MIC, which not all of them know.
    private NtlmChallenge NewChallenge(NtlmNegotiate negotiate)
    {
        var chance = 0ul;
        _entropy.Fill(MemoryMarshal.AsBytes(new Span<ulong>(ref chance)));
        return NtlmServer.Challenge(
            negotiate,
            new()
            {
                NetBiosDomain = _directory.Domain.Text.Split('.')[0].ToUpperInvariant(),
                NetBiosComputer = Settings.Name.Text.Split('.')[0].ToUpperInvariant(),
                DnsDomain = _directory.Domain.Text,
                DnsComputer = Settings.Name.Text,
            },
            chance);
    }

    /// <summary>A token of Kerberos, in SPNEGO or as it is, goes to the host.</summary>
    private void ProveByTicket(in Turn turn, byte[] token)
    {
        if (Behaviour.ClockError.Duration() > ClockSkewMax)
        {
            RefuseCredentials(turn, offersNegotiate: true);
            return;
        }

        var asked = turn;
        var flow = Wait((now, input, effects) =>
        {
            var later = asked.At(now, effects);
            if (input is NetInput.TicketTaken taken && _directory.FindPrincipal(taken.Principal) is { } account)
            {
                if (!RefusesAccount(later, account))
                {
                    Observed.ProvedByKerberos++;
                    GiveTo(later, account);
                }
            }
            else
            {
                RefuseCredentials(later, offersNegotiate: true);
            }
        });
        turn.Effects.Add(new NetEffect.TakeTicket(flow, Settings.Principal, token));
    }

    private bool RefusesAccount(in Turn turn, SipAccount account)
    {
        if (!account.Disabled && !account.Locked)
        {
            return false;
        }

        Observed.WrongCredentials++;
        ReplyRefusal(
            turn, new(403, "Forbidden"), NoValidToken,
            account.Disabled ? "The user is disabled." : "The account is locked.");
        return true;
    }

    private void RefuseCredentials(in Turn turn, bool offersNegotiate)
    {
        Observed.WrongCredentials++;
        ReplyRefusal(turn, Unauthorized(offersNegotiate), NoValidToken, NoValidTokenText);
    }

    private void Challenge(in Turn turn, bool offersNegotiate) => Reply(turn, Unauthorized(offersNegotiate));

    private static HttpResponse Unauthorized(bool offersNegotiate) => new(401, "Unauthorized")
    {
        Fields = offersNegotiate ? [new(Challenges, Negotiate), new(Challenges, Ntlm)] : [new(Challenges, Ntlm)],
    };

    private static bool TryDecode(string text, out byte[] token)
    {
        var bytes = new byte[text.Length];
        var isBase64 = Convert.TryFromBase64String(text, bytes, out var written) && written > 0;
        token = isBase64 ? bytes[..written] : [];
        return isBase64;
    }
}
