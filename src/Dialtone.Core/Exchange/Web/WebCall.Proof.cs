using System.Collections.Immutable;
using Dialtone.Core.Devices;
using Dialtone.Core.Net.Http;
using Dialtone.Core.Net.Security;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;

namespace Dialtone.Core.Exchange.Web;

/// <content>The proof of the user, where the server answers 401 (RFC 9110 section 15.5.2).</content>
public sealed partial class WebCall
{
    /// <summary>Challenges of one response that are looked at.</summary>
    private const int ChallengesMax = 8;

    private HttpResponse? _unauthorized;
    private SecurityFault? _proofFault;
    private string _proofDetail = "";

    private void ForgetProof()
    {
        (_proofs, _authorization, _waitsForProof, _unauthorized) = (0, null, false, null);
        (_proofFault, _proofDetail) = (null, "");
    }

    private void OnUnauthorized(Now now, HttpResponse response, List<DeviceEffect> effects)
    {
        var challenges = Challenges(response);
        _unauthorized = response;
        _offered = _proofs > 0 ? _offered : [.. challenges.Select(SchemeOf).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (_request!.Authentication is not { } authentication)
        {
            Refuse(now, WebProof.NotTried);
        }
        else if (_proofs == ProofsMax)
        {
            Refuse(now, WebProof.Refused);
        }
        else
        {
            Prove(
                now,
                _proofs++ == 0
                    ? authentication.Begin(now, _request.Url.Host, challenges, effects)
                    : authentication.Continue(now, challenges, effects),
                effects);
        }
    }

    private void Prove(Now now, WebProofStep step, List<DeviceEffect> effects)
    {
        _waitsForProof = false;
        _answerBy = null;
        switch (step)
        {
            case WebProofStep.Send send:
                _authorization = send.Authorization;
                GoOn(now, effects);
                break;
            case WebProofStep.Wait:
                _waitsForProof = true;
                _answerBy = now.Monotonic + settings.Timings.WebAnswer;
                break;
            case WebProofStep.Refused refused:
                _proofDetail = refused.Detail;
                Refuse(now, WebProof.Refused);
                break;
            case WebProofStep.NotMade notMade:
                (_proofFault, _proofDetail) = (notMade.Why, notMade.Detail);
                Refuse(now, WebProof.NotMade);
                break;
            default:
                Refuse(now, WebProof.NotOffered);
                break;
        }
    }

    private void Refuse(Now now, WebProof proof)
    {
        _proof = proof;
        ConcludeAnswered(now, _unauthorized!);
        _unauthorized = null;
    }

    private static ImmutableArray<string> Challenges(HttpResponse response) =>
    [
        .. response.Fields
            .Where(field => string.Equals(field.Name, "WWW-Authenticate", StringComparison.OrdinalIgnoreCase))
            .Select(field => field.Value)
            .Take(ChallengesMax),
    ];

    // The name alone: what follows may be somebody's token.
    private static string SchemeOf(string challenge)
    {
        var end = challenge.IndexOfAny([' ', ',']);
        return PeerText.Of(end < 0 ? challenge : challenge[..end]);
    }
}
