import { Breadcrumb, renderPage, siteTitle, type Site } from '@wenzheng/page-frame';
import type { ComponentChildren } from 'preact';

/** 个人信息保护法 art. 17: 个人信息处理者的名称和联系方式；处理目的、处理方式，处理的个人信息种类、保存期限；个人行使权利的方式和程序. It says what the platform does, and no more. */
export function privacyPage(site: Site): string {
  const handler = site.organiser ?? `${siteTitle(site)}的主办单位`;
  const way = site.contact ? `联系方式：${site.contact}` : '联系方式见本网站各页页脚';
  return renderPage({
    site,
    title: '个人信息保护告知',
    children: (
      <div class="reading">
        <Breadcrumb path={[{ href: '/', name: '首页' }]} here="个人信息保护告知" />
        <h1>个人信息保护告知</h1>
        <p>本告知依照《中华人民共和国个人信息保护法》作出，说明您在{siteTitle(site)}留言、查询时，您的个人信息由谁处理、为什么处理、怎样处理、保存多久，以及您有哪些权利。</p>
        <Part id="who" heading="一、谁处理您的个人信息">
          <p>个人信息处理者是{handler}（{way}）。您反映的事项由承办单位办理，由市政府信息办协调，由督查、监察机关监督；它们在各自法定职责范围内处理办理所必需的信息。</p>
        </Part>
        <Part id="what" heading="二、处理哪些信息，为什么处理">
          <div class="scroll" role="group" aria-labelledby="kinds" tabIndex={0}>
            <table>
              <caption id="kinds">处理的个人信息</caption>
              <thead><tr><th scope="col">信息</th><th scope="col">目的</th><th scope="col">依据</th></tr></thead>
              <tbody>
                <tr><th scope="row">留言的标题、内容、类别、所选单位</th><td>受理、分派、办理、答复和统计；您选择公开的，隐去个人信息后公开</td><td>履行法定职责（第十三条第一款第三项）</td></tr>
                <tr><th scope="row">手机号、电子邮箱（可以不填）</th><td>办理中确有需要时与您联系核实</td><td>您的同意（第十三条第一款第一项），可以随时撤回</td></tr>
                <tr><th scope="row">评价、追问、异议、撤回</th><td>改进和监督办理</td><td>履行法定职责</td></tr>
                <tr><th scope="row">报名参加座谈会的姓名、手机号</th><td>通知取中的网友，现场核对；座谈会结束三十日后删除</td><td>您的同意（第十三条第一款第一项），可以随时撤回</td></tr>
                <tr><th scope="row">网络地址</th><td>防止机器批量提交：只保存不可还原的摘要，二十分钟内删除；网络安全日志另按法律规定留存</td><td>履行法定职责；《网络安全法》第二十三条</td></tr>
              </tbody>
            </table>
          </div>
          <p>不填联系方式不影响留言的受理、办理和答复。请不要在标题和内容里写身份证号、银行卡号、他人电话等与事项无关的信息。</p>
          <p>内容涉及健康、未满十四周岁未成年人等敏感个人信息的，仅为办理该事项所必需而处理，请选择“不公开”。由监护人代未满十四周岁的未成年人留言。</p>
        </Part>
        <Part id="how" heading="三、怎样处理和保护">
          <ul>
            <li>公开的留言和答复，发布前自动隐去电话、身份证号、银行卡号、车牌号、邮箱等信息；不公开的留言只显示编号、单位、类别、日期和办理状态。</li>
            <li>举报一律不公开，由市政府信息办处理，不交被举报的单位。</li>
            <li>联系方式与留言分开加密保存，不随留言流转。工作人员查看须填写理由，每次查看都有记录；您可以凭受理编号和查询码查到何时、因何被查看。</li>
            <li>查询码只显示一次，本网站不保存，网址、二维码中都没有查询码。</li>
            <li>本网站只使用完成留言和查询所必需的几个小型文件（Cookie）：留言表单一日内有效，回执十分钟内有效，查询十五分钟内有效。不做画像，不作自动化决策，不向广告或第三方统计提供信息。</li>
            <li>个人信息依照第三十六条存储在中华人民共和国境内，不向境外提供。</li>
          </ul>
        </Part>
        <Part id="share" heading="四、提供给谁">
          <p>您的事项依法应由其他机关办理的，随案转交该机关，并告知您机关名称和回执号；举报涉及的身份信息按保密规定转交。除此以外，没有法律规定或者您的单独同意，不向其他组织和个人提供。受委托提供技术服务的单位只能按照委托处理，不得留存。</p>
        </Part>
        <Part id="how-long" heading="五、保存多久">
          <p>留言、答复和办理记录属于公务档案，按照《中华人民共和国档案法》和档案主管部门审定的保管期限保存；联系方式随该件保存至保管期限届满，您撤回同意或者要求删除且没有法定保存义务的，提前删除。审计记录至少保存六个月。期限届满后删除或者作匿名化处理。</p>
        </Part>
        <Part id="rights" heading="六、您的权利">
          <p>您可以查阅、复制、更正、补充、删除您的个人信息，撤回同意，要求解释说明（第四十四条至第四十八条、第十五条）：</p>
          <ul>
            <li>查阅、撤回留言、查看谁看过联系方式：凭受理编号和查询码，在<a href="/query">查询办理情况</a>中自行办理。</li>
            <li>复制、更正、补充、删除和撤回对联系方式的同意：向{handler}提出（{way}），请提供受理编号，凭查询码确认是您本人。及时办理并答复；不能办理的，说明理由。</li>
            <li>撤回同意不影响撤回前的处理，也不影响留言继续办理。</li>
          </ul>
          <p>认为个人信息处理违法的，可以向网信部门和其他履行个人信息保护职责的部门投诉、举报，也可以依法提起诉讼。</p>
        </Part>
        <Part id="changes" heading="七、本告知的变更">
          <p>目的、方式或者信息种类变更的，在本页公布；依据同意处理的，重新取得您的同意。</p>
        </Part>
        <p><a class="button" href="/submit">我要留言</a></p>
      </div>
    ),
  });
}

function Part({ id, heading, children }: { id: string; heading: string; children: ComponentChildren }) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      {children}
    </section>
  );
}
